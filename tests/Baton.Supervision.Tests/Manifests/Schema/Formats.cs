using System.Globalization;
using System.Text;
using System.Text.Json;
using Baton.Manifest.Binding;
using Baton.Manifest.Json;
using Baton.Manifest.Toml;
using Baton.Manifest.Tree;
using Baton.Supervision.Manifests;
using Baton.Supervision.Manifests.Native;
using Baton.Supervision.Manifests.Registry;
using Baton.Supervision.Manifests.Schema;
using Baton.Supervision.Manifests.Watchdog;
using Baton.Supervision.Services;

namespace Baton.Supervision.Tests.Manifests.Schema;

/// <summary>The three formats, each with its reader, its binder and its schema.</summary>
internal static class Formats
{
    // Every user and group that there can be is there.
    private static readonly ManifestAccounts Accounts = ManifestAccounts.Unseen with
    {
        FindUser = name => CanBe(name) ? ManifestAccounts.Unseen.FindUser(name) : null,
        FindGroup = name => CanBe(name) ? ManifestAccounts.Unseen.FindGroup(name) : null,
    };

    public static string FileOf(string format) => format switch { "native" => "baton", "watchdog" => "services", _ => "service_registry" };

    public static JsonElement SchemaOf(string format)
    {
        using var document = JsonDocument.Parse(ManifestSchema.Of(format)!);
        return document.RootElement.Clone();
    }

    public static TableNode Read(string format, string text)
    {
        var diagnostics = new Diagnostics();
        var bytes = Encoding.UTF8.GetBytes(text);
        var tree = format == "registry" ? JsonReader.Read("r.json", bytes, diagnostics) : TomlReader.Read("m.toml", bytes, diagnostics);
        Assert.True(diagnostics.IsEmpty, $"{text}: {string.Join('\n', diagnostics.All)}");
        return tree!;
    }

    /// <summary>What the binder has against it; nothing of it is compared with the disk, and <c>include</c> is not its business.</summary>
    public static List<string> Problems(string format, TableNode tree)
    {
        var diagnostics = new Diagnostics();
        Bound(format, tree, diagnostics).Finish();
        return [.. diagnostics.All.Select(d => d.ToString())];
    }

    public static IReadOnlyList<string> AskedKeys(string format, TableNode tree) => [.. Bound(format, tree, new Diagnostics()).AskedKeys.Distinct()];

    private static TableReader Bound(string format, TableNode tree, Diagnostics diagnostics)
    {
        Func<TableReader, ServicesContext, IReadOnlyList<ServiceDefinition>> bind =
            format switch { "native" => ServicesSection.Bind, "watchdog" => WatchdogServices.Bind, _ => RegistryServices.Bind };
        var root = new TableReader(tree with { Entries = [.. tree.Entries.Where(e => e.Key != "include")] }, diagnostics);
        bind(root, new ServicesContext("/", new Dictionary<string, string> { ["HOME"] = "/home/me" }, ManifestDisk.Unseen with { Accounts = Accounts }));
        if (format != "watchdog") LogsSection.Bind(root);
        if (format != "watchdog") ProjectSection.Bind(root);
        return root;
    }

    private static bool CanBe(string account) => !long.TryParse(account, CultureInfo.InvariantCulture, out var number) || number is >= 0 and < uint.MaxValue;
}
