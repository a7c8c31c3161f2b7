using System.Globalization;
using System.Text.Json;
using Baton.Manifest.Tree;

namespace Baton.Manifest.Tests.Toml;

/// <summary>Compares a tree with the tagged JSON of the official cases and tells each difference.</summary>
internal static class TaggedJson
{
    public static IEnumerable<string> Differences(JsonElement expected, Node actual, string path = "$")
    {
        if (expected.ValueKind == JsonValueKind.Array) return ArrayDifferences(expected, actual, path);
        return expected.TryGetProperty("type", out var type) && type.ValueKind == JsonValueKind.String && expected.GetPropertyCount() == 2
            ? ScalarDifference(type.GetString()!, expected.GetProperty("value").GetString()!, actual, path)
            : TableDifferences(expected, actual, path);
    }

    private static IEnumerable<string> ArrayDifferences(JsonElement expected, Node actual, string path)
    {
        if (actual is not ArrayNode array) return [$"{path}: expected an array, found {actual.Kind}"];
        var items = expected.EnumerateArray().ToList();
        if (items.Count != array.Items.Count) return [$"{path}: expected {items.Count} items, found {array.Items.Count}"];
        return items.SelectMany((item, i) => Differences(item, array.Items[i], $"{path}[{i}]"));
    }

    private static IEnumerable<string> TableDifferences(JsonElement expected, Node actual, string path)
    {
        if (actual is not TableNode table) return [$"{path}: expected a table, found {actual.Kind}"];
        var properties = expected.EnumerateObject().ToList();
        var keys = table.Entries.Select(e => e.Key).Except(properties.Select(p => p.Name)).Select(k => $"{path}.{k}: not expected");
        if (properties.Count != table.Entries.Count) keys = keys.Append($"{path}: expected {properties.Count} keys, found {table.Entries.Count}");
        return keys.Concat(properties.SelectMany(p => table.Find(p.Name) is { } entry
            ? Differences(p.Value, entry.Value, $"{path}.{p.Name}")
            : [$"{path}.{p.Name}: missing"]));
    }

    private static IEnumerable<string> ScalarDifference(string type, string value, Node actual, string path)
    {
        var isEqual = (type, actual) switch
        {
            ("string", StringNode s) => s.Value == value,
            ("integer", IntegerNode i) => i.Value == long.Parse(value, CultureInfo.InvariantCulture),
            ("float", FloatNode f) => f.Value.Equals(Float(value)),
            ("bool", BooleanNode b) => b.Value == bool.Parse(value),
            ("datetime", DateTimeNode { Type: DateTimeType.OffsetDateTime } d) => Instant(d.Text) == Instant(value),
            ("datetime-local", DateTimeNode { Type: DateTimeType.LocalDateTime } d) => Instant(d.Text + "Z") == Instant(value + "Z"),
            ("date-local", DateTimeNode { Type: DateTimeType.LocalDate } d) => d.Text == value,
            ("time-local", DateTimeNode { Type: DateTimeType.LocalTime } d) =>
                TimeOnly.Parse(d.Text, CultureInfo.InvariantCulture) == TimeOnly.Parse(value, CultureInfo.InvariantCulture),
            _ => false,
        };
        return isEqual ? [] : [$"{path}: expected {type} {value}, found {actual}"];
    }

    private static double Float(string value) => value switch
    {
        "inf" or "+inf" => double.PositiveInfinity,
        "-inf" => double.NegativeInfinity,
        "nan" or "+nan" or "-nan" => double.NaN,
        _ => double.Parse(value, CultureInfo.InvariantCulture),
    };

    /// <summary>The written time and the offset both count, so instants of other offsets are not equal.</summary>
    private static (DateTime, TimeSpan) Instant(string text)
    {
        var instant = DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
        return (instant.DateTime, instant.Offset);
    }
}
