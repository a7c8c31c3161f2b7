using System.Text;
using System.Text.RegularExpressions;
using Baton.Manifest.Binding;
using Baton.Manifest.Json;
using Baton.Manifest.Toml;
using Baton.Manifest.Tree;
using Baton.Supervision.Manifests;
using Baton.Supervision.Manifests.Native;
using Baton.Supervision.Manifests.Registry;
using Baton.Supervision.Manifests.Targets;
using Baton.Supervision.Manifests.Watchdog;
using Baton.Supervision.Services;
using Baton.TestKit;

namespace Baton.Supervision.Tests.Manifests;

/// <summary>The page about manifests names the keys that are read, all of them and no others.</summary>
public partial class ManifestReferenceTests
{
    private static readonly Dictionary<string, List<string[]>> Tables = ReadTables();

    [Fact]
    public void The_native_keys_are_those_of_the_page()
    {
        var asked = Asked("baton.toml", "defaults.log = {}\nservices.NAME.log = {}\nservices.NAME.schedule = {}\nservices.NAME.limits = {}\nservices.NAME.watch = {}\n[services.NAME.startup]\n[services.NAME.readiness]\n[services.NAME.liveness]\n", WithProject(ServicesSection.Bind));
        Assert.Equal(Sorted(
            [.. Keys("The whole manifest", ""), "api", "journal", "docker", "notify", .. Probes("services.NAME."), .. Keys("A service", "services.NAME."), .. Keys("A service, or `[defaults]`", "services.NAME."), .. Keys("A service, or `[defaults]`", "defaults.")]), asked);
    }

    [Fact]
    public void The_keys_of_services_toml_are_those_of_the_page()
    {
        var asked = Asked("services.toml", "defaults = {}\nservices.NAME.health.port = 1\n", WatchdogServices.Bind);
        Assert.Equal(Sorted([.. Keys("services.toml", ""), .. Keys("A service of services.toml", "services.NAME.")]), asked);
    }

    [Fact]
    public void The_keys_of_the_registry_are_those_of_the_page_and_the_native_ones()
    {
        var asked = Asked("service_registry.json", "{ \"defaults\": { \"log\": {} }, \"services\": [ { \"log\": {}, \"schedule\": {}, \"limits\": {}, \"watch\": {}, \"startup\": {}, \"readiness\": {}, \"liveness\": {} } ] }", WithProject(RegistryServices.Bind));
        Assert.Equal(Sorted(
            [
                .. Keys("service_registry.json", ""), .. Keys("The whole manifest", ""), "api", "journal", "docker", "notify", .. Probes("services[0]."), .. Keys("A service", "services[0]."), .. Keys("A service, or `[defaults]`", "services[0]."), .. Keys("An entry of service_registry.json", "services[0]."),
                .. Keys("A service, or `[defaults]`", "defaults."), "defaults.restart_policy",
            ]), asked);
    }

    [Fact]
    public void The_keys_of_all_logs_together_are_those_of_the_page()
    {
        var asked = Asked("baton.toml", "[logs]\n", (root, _) =>
        {
            LogsSection.Bind(root);
            return [];
        });
        Assert.Equal(Sorted(Keys("All logs together", "")), asked);
    }

    [Fact]
    public void The_keys_of_the_engine_are_those_of_the_page() =>
        Assert.Equal(Sorted(Keys("Containers", "")), Asked("baton.toml", "[docker]\n", ServicesSection.Bind).Where(key => key.StartsWith("docker", StringComparison.Ordinal)));

    [Fact]
    public void The_keys_of_those_who_are_told_of_events_are_those_of_the_page()
    {
        var asked = Asked("baton.toml", "[notify.NAME]\n", (root, _) =>
        {
            NotifySection.Bind(root);
            return [];
        });
        Assert.Equal(Sorted(Keys("Who is told of events", "notify.NAME.")), asked);
    }

    [Fact]
    public void The_keys_of_the_journal_are_those_of_the_page()
    {
        var asked = Asked("baton.toml", "[journal]\n", (root, _) =>
        {
            ProjectSection.Bind(root);
            return [];
        });
        Assert.Equal(Sorted([.. Keys("The journal", ""), "api", "notify", "on_daemon_exit"]), asked);
    }

    [Fact]
    public void The_keys_of_the_api_are_those_of_the_page()
    {
        var asked = Asked("baton.toml", "[api]\n", (root, _) =>
        {
            ApiSection.Bind(root);
            return [];
        });
        Assert.Equal(Sorted(Keys("The control API", "")), asked);
    }

    [Fact]
    public void Every_key_has_a_type_a_default_a_meaning_and_an_example() =>
        Assert.All(Tables.Values.SelectMany(rows => rows), row => Assert.True(row.Length == 5 && row.All(cell => cell.Length > 0), row[0]));

    [Fact]
    public void Every_built_in_check_is_on_the_page()
    {
        var page = File.ReadAllText(Repository.File("docs/reference/manifest.md"));
        Assert.All(BuiltInCheck.All, check => Assert.Contains($"`{check.Name}`", page, StringComparison.Ordinal));
    }

    /// <summary>Every key that is asked for, without the tables that hold others.</summary>
    private static List<string> Asked(string name, string text, Func<TableReader, ServicesContext, IReadOnlyList<ServiceDefinition>> bind)
    {
        var diagnostics = new Diagnostics();
        var bytes = Encoding.UTF8.GetBytes(text);
        var tree = name.EndsWith(".json", StringComparison.Ordinal) ? JsonReader.Read(name, bytes, diagnostics) : TomlReader.Read(name, bytes, diagnostics);
        var root = new TableReader(tree!, diagnostics);
        bind(root, new ServicesContext("/", new Dictionary<string, string>(), ManifestDisk.Unseen));
        var all = root.AskedKeys.Distinct().ToList();
        return Sorted([.. all.Where(key => !all.Any(other => other.StartsWith($"{key}.", StringComparison.Ordinal) || other.StartsWith($"{key}[", StringComparison.Ordinal)))]);
    }

    private static Func<TableReader, ServicesContext, IReadOnlyList<ServiceDefinition>> WithProject(Func<TableReader, ServicesContext, IReadOnlyList<ServiceDefinition>> bind) => (root, context) =>
    {
        ProjectSection.Bind(root);
        return bind(root, context);
    };

    private static IEnumerable<string> Probes(string prefix) => new[] { "startup", "readiness", "liveness" }.SelectMany(probe => Keys("Probes", $"{prefix}{probe}."));

    private static List<string> Keys(string heading, string prefix) => [.. Tables[heading].Select(row => prefix + row[0])];

    private static List<string> Sorted(List<string> keys) => [.. keys.Distinct().Order(StringComparer.Ordinal)];

    /// <summary>The rows of the tables of keys, by the heading above them.</summary>
    private static Dictionary<string, List<string[]>> ReadTables()
    {
        var tables = new Dictionary<string, List<string[]>>();
        var (heading, isKeys) = ("", false);
        foreach (var line in File.ReadLines(Repository.File("docs/reference/manifest.md")))
        {
            if (line.StartsWith('#')) heading = line.TrimStart('#', ' ');
            if (!line.StartsWith('|')) isKeys = false;
            else if (line.StartsWith("| key |", StringComparison.Ordinal)) isKeys = true;
            else if (isKeys && Key().Match(line) is { Success: true } key)
            {
                if (!tables.TryGetValue(heading, out var rows)) tables[heading] = rows = [];
                rows.Add([key.Groups[1].Value, .. line.Trim('|', ' ').Split(" | ").Skip(1)]);
            }
        }

        return tables;
    }

    [GeneratedRegex(@"^\| `([a-z_.$]+)` \|")]
    private static partial Regex Key();
}
