using System.Text.Json;
using Baton.Supervision.Manifests.Schema;
using Baton.TestKit;

namespace Baton.Supervision.Tests.Manifests.Schema;

/// <summary>The schemas say of a file what the binders say, as far as single keys go.</summary>
public class ManifestSchemaTests
{
    public static TheoryData<string> All => [.. ManifestSchema.Formats];

    [Theory]
    [MemberData(nameof(All))]
    public void Its_keys_are_those_that_the_binder_asks_for(string format)
    {
        var full = format switch
        {
            "native" => "logs = {}\njournal = {}\napi = {}\ndocker = {}\nnotify.NAME = {}\ndefaults.log = {}\nservices.NAME.log = {}\nservices.NAME.limits = {}\nservices.NAME.watch = {}\n[services.NAME.startup]\n[services.NAME.readiness]\n[services.NAME.liveness]\n",
            "watchdog" => "defaults = {}\nservices.NAME.health.port = 1\n",
            _ => "{ \"logs\": {}, \"journal\": {}, \"api\": {}, \"docker\": {}, \"notify\": { \"NAME\": {} }, \"defaults\": { \"log\": {} }, \"services\": [ { \"log\": {}, \"limits\": {}, \"watch\": {}, \"startup\": {}, \"readiness\": {}, \"liveness\": {} } ] }",
        };
        var all = Formats.AskedKeys(format, Formats.Read(format, full)).Select(key => key.Replace("services[0]", "services.NAME", StringComparison.Ordinal)).ToHashSet();
        var asked = all.Where(key => !all.Any(other => other.StartsWith($"{key}.", StringComparison.Ordinal))).Order(StringComparer.Ordinal);
        // The files that a manifest includes are read before it is bound.
        var known = Keys(format).Select(key => key.Path).Where(path => path != "include").Order(StringComparer.Ordinal);
        Assert.Equal(asked, known);
    }

    [Theory]
    [InlineData("native", "examples/studio/baton.toml")]
    [InlineData("watchdog", "examples/watchdog/orchestrator/services.toml")]
    [InlineData("registry", "examples/robot/omega_services/service_registry.json")]
    public void The_examples_are_valid(string format, string file) => Agree(format, File.ReadAllText(Repository.File(file)), isValid: true);

    [Theory]
    [InlineData("native", "[services.a]\ncommand = [\"a\"]\ncomand = [\"a\"]")]
    [InlineData("native", "[services.a]\ncommand = [\"a\"]\n[services.a.readiness]\ntcp = \"h:1\"\nintervall_seconds = 1")]
    [InlineData("native", "[services.a]\ncommand = [\"a\"]\n[services.a.liveness]\nlog_line = \"ready\"")]
    [InlineData("native", "[services.a]\ncommand = [\"a\"]\numask = \"1777\"")]
    [InlineData("native", "[logs]\nmax_total = 999_999")]
    [InlineData("native", "[journal]\nmax_total = 1_999_999")]
    [InlineData("native", "[journal]\nkeep_days = -1")]
    [InlineData("native", "[api]\nlisten = \"127.0.0.1\"")]
    [InlineData("native", "[api]\nhosts = [\"http://a\"]")]
    [InlineData("native", "[api]\ncors_origins = [\"*\"]")]
    [InlineData("native", "on_daemon_exit = \"kill\"")]
    [InlineData("native", "[default]\nrestart = \"never\"")]
    [InlineData("native", "[services.\"../x\"]\ncommand = [\"a\"]")]
    [InlineData("native", "[services.orchestrator]\ncommand = [\"a\"]")]
    [InlineData("native", "[services]\na = 1")]
    [InlineData("native", "[[services]]\nname = \"a\"")]
    [InlineData("native", "[services.x-a]\ncomand = \"a\"")]
    [InlineData("watchdog", "version = 2\n[services.a]\ncommand = \"a\"\nworking_dir = \".\"")]
    [InlineData("watchdog", "version = 1")]
    [InlineData("watchdog", "[services.a]\ncommand = \"a\"")]
    [InlineData("watchdog", "[services.a]\ncommand = \"a\"\nworking_dir = \".\"\nrestart = \"never\"")]
    [InlineData("registry", "{ \"services\": [ { \"cmd\": \"a\" } ] }")]
    [InlineData("registry", "{ \"services\": [ { \"name\": \"a\", \"cmd\": \"a\", \"autostrat\": true } ] }")]
    [InlineData("native", "[services.a]\nimage = \"redis:7\"\npull = \"seldom\"")]
    [InlineData("native", "[services.a]\nimage = \"redis:7\"\nvolumes = [\"data:/data\"]")]
    [InlineData("native", "[services.a]\nimage = \"redis:7\"\nports = [\"80\"]")]
    [InlineData("native", "docker.socket = \"docker.sock\"")]
    [InlineData("registry", "{ \"services\": [ 7 ] }")]
    [InlineData("registry", "{ \"services\": { } }")]
    [InlineData("registry", "{ \"$schema\": 1, \"services\": [] }")]
    public void What_the_binder_refuses_of_a_file_the_schema_refuses_too(string format, string text) => Agree(format, text, isValid: false);

    [Theory]
    [InlineData("native", "x-mine = 1\n_note = \"n\"\ndescription = \"d\"\n[services]\nx-note = 1\n[services.x-a]\ncommand = \"a\"\nx-mine = { a = 1 }\nrestart = \"${MODE:-never}\"")]
    [InlineData("watchdog", "_note = 1\n[services]\ndescription = \"d\"\n[services.a]\ncommand = \"a\"\nworking_dir = \".\"\nversion = 7")]
    [InlineData("registry", "{ \"$schema\": \"service_registry.schema.json\", \"services\": [] }")]
    [InlineData("registry", "{ \"version\": \"1.0\", \"x-a\": [], \"services\": [ { \"name\": \"a\", \"cmd\": \"a\", \"args\": [\"\"], \"port\": null, \"_n\": 1 } ] }")]
    public void What_is_for_people_is_let_be(string format, string text) => Agree(format, text, isValid: true);

    /// <summary>Each key with values of every type, both ends of its range, what lies beyond them, its words and one that is none.</summary>
    [Theory]
    [MemberData(nameof(All))]
    public void For_every_key_binder_and_schema_take_and_refuse_the_same_values(string format)
    {
        var validator = new SchemaValidator(Formats.SchemaOf(format));
        var tried = 0;
        foreach (var (path, schema) in Keys(format).Where(key => !IsOfSeveral(format, key.Path)))
        {
            foreach (var value in KeyValues.For(schema, Resolve(format)))
            {
                var tree = KeyValues.Put(Formats.Read(format, KeyValues.Base(format, path)), path, value);
                var (bound, validated) = (Formats.Problems(format, tree), validator.Validate(tree));
                Assert.True(bound.Count == 0 == (validated.Count == 0), $"{path} = {value}: binder [{string.Join("; ", bound)}], schema [{string.Join("; ", validated)}]");
                tried++;
            }
        }

        Assert.True(tried > 100, $"only {tried} values were tried");
    }

    /// <summary>Keys whose values must fit other keys, and the one that is read before binding.</summary>
    private static bool IsOfSeveral(string format, string path) => path switch
    {
        "include" or "exit_when" or "services.NAME.depends_on" or "services.NAME.dependencies" or "services.NAME.restart_with" or "services.NAME.reload_command" or "services.NAME.watchdog_seconds" or "services.NAME.schedule" or "services.NAME.limits.required" or "services.NAME.watch.paths" or "services.NAME.watch.ignore" or "services.NAME.watch.debounce_ms" => true,
        "services.NAME.image" or "services.NAME.entrypoint" or "services.NAME.ports" or "services.NAME.volumes" or "services.NAME.network" or "services.NAME.container_working_dir" or "services.NAME.pull" => true,
        "services.NAME.command" or "services.NAME.cmd" => format == "registry",
        _ => false,
    };

    private static void Agree(string format, string text, bool isValid)
    {
        var tree = Formats.Read(format, text);
        Assert.Equal(isValid, Formats.Problems(format, tree).Count == 0);
        var problems = new SchemaValidator(Formats.SchemaOf(format)).Validate(tree);
        Assert.True(isValid == (problems.Count == 0), string.Join('\n', problems));
    }

    /// <summary>Every key of a schema that holds no other, dotted, with what it says of it.</summary>
    private static List<(string Path, JsonElement Schema)> Keys(string format)
    {
        var found = new List<(string, JsonElement)>();
        Walk(Formats.SchemaOf(format), "");
        return found;

        void Walk(JsonElement schema, string path)
        {
            schema = Resolve(format)(schema);
            if (schema.TryGetProperty("properties", out var properties))
            {
                foreach (var key in properties.EnumerateObject().Where(key => key.Value.ValueKind == JsonValueKind.Object)) Walk(key.Value, path.Length == 0 ? key.Name : $"{path}.{key.Name}");
            }
            else if (path == "services") Walk(schema.TryGetProperty("items", out var items) ? items : schema.GetProperty("patternProperties").EnumerateObject().First().Value, "services.NAME");
            else if (path == "notify") Walk(schema.GetProperty("patternProperties").EnumerateObject().First().Value, "notify.NAME");
            else found.Add((path, schema));
        }
    }

    private static Func<JsonElement, JsonElement> Resolve(string format) => schema =>
        schema.TryGetProperty("$ref", out var name) ? Formats.SchemaOf(format).GetProperty("$defs").GetProperty(name.GetString()!["#/$defs/".Length..]) : schema;
}
