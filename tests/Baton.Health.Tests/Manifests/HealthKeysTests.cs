using Baton.Health.Manifests.Schema;
using Baton.Manifest.Schema;
using Baton.TestKit;

namespace Baton.Health.Tests.Manifests;

/// <summary>Binder, schema and page name the same keys.</summary>
public class HealthKeysTests
{
    private static readonly Dictionary<string, string> Kinds = new()
    {
        ["http"] = "http://h/",
        ["tcp"] = "h:1",
        ["udp"] = "h:1",
        ["icmp"] = "h",
        ["dns"] = "h",
        ["websocket"] = "ws://h/",
        ["grpc"] = "h:1",
        ["tls"] = "h",
        ["redis"] = "h",
        ["push"] = "0123456789abcdef",
    };

    [Fact]
    public void The_keys_of_the_schema_are_those_that_the_binder_asks_for()
    {
        var asked = Kinds.Select(kind => Reading.Of($"[health.breaker]\n[health.status]\n[monitors.NAME]\n{kind.Key} = \"{kind.Value}\"\n[monitors.NAME.breaker]\n"))
            .Append(Reading.Of("[monitors.NAME]\nexec = [\"true\"]\n"))
            .Append(Reading.Of("[maintenance.NAME]\nschedule = \"@daily\"\n")).Append(Reading.Of("[maintenance.NAME]\n")).SelectMany(reading => reading.AskedKeys).ToHashSet();
        Assert.Equal(asked.Where(key => !asked.Any(other => other.StartsWith($"{key}.", StringComparison.Ordinal))).Order(StringComparer.Ordinal), Keys("").Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_keys_of_the_page_are_those_of_the_schema()
    {
        var page = File.ReadLines(Repository.File("docs/reference/monitors.md")).TakeWhile(line => line != "## Variables").Where(line => line.StartsWith("| `", StringComparison.Ordinal))
            .Select(line => line.Split('|')[1].Trim(' ', '`')).ToHashSet();
        var known = Keys("").Select(key => key.Split('.')).Select(parts => parts[^2] == "breaker" ? $"breaker.{parts[^1]}" : parts[^1]).ToHashSet();
        Assert.Equal(known.Order(StringComparer.Ordinal), page.Order(StringComparer.Ordinal));
    }

    private static IEnumerable<string> Keys(string prefix) => HealthSchema.Keys.SelectMany(key => Below(key, prefix + key.Name));

    private static IEnumerable<string> Below(SchemaKey key, string path) => Table(key.Type) is not { } table
        ? [path]
        : table.Keys.SelectMany(inner => Below(inner, $"{path}{(key.Type is SchemaType.Named ? ".NAME" : "")}.{inner.Name}"));

    private static SchemaType.Table? Table(SchemaType type) => type switch
    {
        SchemaType.Table table => table,
        SchemaType.Named named => Table(named.Value),
        SchemaType.Shared shared => Table(shared.Type),
        _ => null,
    };
}
