using System.Text.Json;
using Baton.Manifest.Tree;

namespace Baton.Supervision.Tests.Manifests.Schema;

/// <summary>Values to try for a key, and a valid manifest to put them into.</summary>
internal static class KeyValues
{
    private static readonly Place Nowhere = new("m", 1, 1);

    /// <summary>One of each type, and what the schema names: both ends of its ranges, the nearest beyond them, its words.</summary>
    public static IEnumerable<Node> For(JsonElement schema, Func<JsonElement, JsonElement> resolve)
    {
        Node[] ofAnyType =
        [
            Text("sometimes"), Text(""), new IntegerNode(-7, Nowhere), new FloatNode(1.5, Nowhere), new FloatNode(1e300, Nowhere), new BooleanNode(true, Nowhere),
            new ArrayNode([], Nowhere), new ArrayNode([Text("a")], Nowhere), new ArrayNode([new IntegerNode(3, Nowhere)], Nowhere), new ArrayNode([new IntegerNode(300, Nowhere)], Nowhere),
            new TableNode([], Nowhere), new TableNode([new Entry("A", Nowhere, Text("a"))], Nowhere), new TableNode([new Entry("A", Nowhere, new IntegerNode(3, Nowhere))], Nowhere),
        ];
        return ofAnyType.Concat(Named(schema, resolve));
    }

    /// <summary>A valid manifest in which a key may be put.</summary>
    public static string Base(string format, string path)
    {
        if (path.StartsWith("notify.", StringComparison.Ordinal))
            return format == "registry" ? """{ "notify": { "NAME": { "url": "http://here" } }, "services": [] }""" : "[notify.NAME]\nurl = \"http://here\"\n";
        var probe = path.Split('.').Length > 3 ? path.Split('.')[2] : "";
        var key = path.Split('.')[^1];
        var asked = key is "http" or "exec" or "process" or "tcp" or "log_line" ? "" : key is "stream" ? "log_line" : key is "method" or "headers" or "status" or "body_contains" ? "http" : "tcp";
        return format switch
        {
            "watchdog" => "[services.NAME]\nworking_dir = \".\"\ncommand = \"c\"\n"
                + (path.Contains(".health.", StringComparison.Ordinal) ? $"health = {{ {(key == "probe_type" ? "" : "type = \"process\"")} }}\n" : ""),
            "registry" => $$"""{ "defaults": {}, "services": [ { "name": "n", "cmd": "c"{{(probe.Length > 0 && probe is not ("log" or "limits" or "watch") ? $", \"{probe}\": {{ {Probe(asked, ':', "\"")} }}" : "")}} } ] }""",
            _ => "[services.NAME]\ncommand = \"c\"\n" + (probe.Length > 0 && probe is not ("log" or "limits" or "watch") ? $"{probe} = {{ {Probe(asked, '=', "")} }}\n" : ""),
        };
    }

    /// <summary>The manifest with a value at a dotted path; tables on the way are made.</summary>
    public static TableNode Put(TableNode table, string path, Node value)
    {
        var (first, rest) = path.Split('.', 2) is [var head, var tail] ? (head, tail) : (path, null);
        var old = table.Find(first)?.Value;
        Node changed = rest is null ? value
            : old is ArrayNode array ? array with { Items = [Put((TableNode)array.Items[0], rest.Split('.', 2)[1], value)] }
            : Put(old as TableNode ?? new TableNode([], Nowhere), rest, value);
        return table with { Entries = [.. table.Entries.Where(e => e.Key != first), new Entry(first, Nowhere, changed)] };
    }

    private static string Probe(string asked, char sign, string quote) => asked switch
    {
        "http" => $"{quote}http{quote} {sign} \"http://127.0.0.1/\"",
        "log_line" => $"{quote}log_line{quote} {sign} \"ready\"",
        "tcp" => $"{quote}tcp{quote} {sign} \"127.0.0.1:1\"",
        _ => "",
    };

    private static IEnumerable<Node> Named(JsonElement schema, Func<JsonElement, JsonElement> resolve)
    {
        schema = resolve(schema);
        var step = schema.TryGetProperty("type", out var type) && type.GetString() == "number" ? 0.001 : 1;
        foreach (var (bound, away) in new[] { ("minimum", -step), ("maximum", step) })
        {
            if (!schema.TryGetProperty(bound, out var value)) continue;
            yield return Number(value.GetDouble());
            yield return Number(value.GetDouble() + away);
        }

        if (schema.TryGetProperty("enum", out var words))
        {
            foreach (var word in words.EnumerateArray()) yield return Text(word.GetString()!);
        }

        if (schema.TryGetProperty("default", out var known) && known.ValueKind == JsonValueKind.String) yield return Text(known.GetString()!);
        if (!schema.TryGetProperty("anyOf", out var alternatives)) yield break;
        foreach (var value in alternatives.EnumerateArray().SelectMany(one => Named(one, resolve))) yield return value;
    }

    private static StringNode Text(string text) => new StringNode(text, Nowhere);

    private static Node Number(double value) => double.IsInteger(value) ? new IntegerNode((long)value, Nowhere) : new FloatNode(value, Nowhere);
}
