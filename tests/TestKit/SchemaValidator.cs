using System.Text.Json;
using System.Text.RegularExpressions;
using Baton.Manifest.Tree;

namespace Baton.TestKit;

/// <summary>
/// Validates a manifest's tree against the part of JSON Schema (draft 2020-12) that Baton's schemas use; a keyword that it does not know
/// fails the test, so that nothing is passed over.
/// </summary>
public sealed class SchemaValidator(JsonElement root)
{
    private static readonly string[] Notes = ["$schema", "$defs", "title", "description", "default"];

    /// <summary>What is wrong with it; empty when nothing is.</summary>
    public List<string> Validate(Node node) => [.. Check(root, node, "")];

    private IEnumerable<string> Check(JsonElement schema, Node node, string path)
    {
        if (schema.ValueKind == JsonValueKind.True) return [];
        return schema.ValueKind == JsonValueKind.False ? [$"{path}: not allowed"] : schema.EnumerateObject().SelectMany(keyword => Apply(schema, keyword, node, path));
    }

    private IEnumerable<string> Apply(JsonElement schema, JsonProperty keyword, Node node, string path)
    {
        var value = keyword.Value;
        return keyword.Name switch
        {
            "$ref" => Check(root.GetProperty("$defs").GetProperty(value.GetString()!["#/$defs/".Length..]), node, path),
            "type" => When(!IsOf(value.GetString()!, node), $"{path}: is {node.Kind}, not {value}"),
            "enum" => When(!value.EnumerateArray().Any(word => node is StringNode text && text.Value == word.GetString()), $"{path}: none of {value}"),
            "pattern" => When(node is StringNode text && !Regex.IsMatch(text.Value, value.GetString()!, RegexOptions.ECMAScript), $"{path}: does not match {value}"),
            "minLength" => When(node is StringNode text && text.Value.Length < value.GetInt32(), $"{path}: too short"),
            "minimum" => When(NumberOf(node) < value.GetDouble(), $"{path}: below {value}"),
            "maximum" => When(NumberOf(node) > value.GetDouble(), $"{path}: above {value}"),
            "minItems" => When(node is ArrayNode array && array.Items.Count < value.GetInt32(), $"{path}: too few"),
            "minProperties" => When(node is TableNode table && table.Entries.Count < value.GetInt32(), $"{path}: too few"),
            "required" => When(node is TableNode table && value.EnumerateArray().Any(key => table.Find(key.GetString()!) is null), $"{path}: lacks one of {value}"),
            "items" => node is ArrayNode array ? array.Items.SelectMany((item, i) => Check(value, item, $"{path}[{i}]")) : [],
            "anyOf" => When(value.EnumerateArray().All(one => Check(one, node, path).Any()), $"{path}: none of the alternatives"),
            "not" => When(!Check(value, node, path).Any(), $"{path}: not allowed"),
            "if" => Check(value, node, path).Any() ? [] : Check(schema.GetProperty("then"), node, path),
            "properties" => Entries(node).Where(e => value.TryGetProperty(e.Key, out _)).SelectMany(e => Check(value.GetProperty(e.Key), e.Value, $"{path}.{e.Key}")),
            "patternProperties" => Entries(node).SelectMany(e => value.EnumerateObject().Where(p => Regex.IsMatch(e.Key, p.Name)).SelectMany(p => Check(p.Value, e.Value, $"{path}.{e.Key}"))),
            "additionalProperties" => Entries(node).Where(e => !IsNamed(schema, e.Key)).SelectMany(e => Check(value, e.Value, $"{path}.{e.Key}")),
            "then" => [],
            _ => When(!Notes.Contains(keyword.Name), $"the validator does not know \"{keyword.Name}\""),
        };
    }

    private static IReadOnlyList<Entry> Entries(Node node) => node is TableNode table ? table.Entries : [];

    private static bool IsNamed(JsonElement schema, string key) =>
        (schema.TryGetProperty("properties", out var named) && named.TryGetProperty(key, out _))
        || (schema.TryGetProperty("patternProperties", out var patterns) && patterns.EnumerateObject().Any(p => Regex.IsMatch(key, p.Name)));

    private static IEnumerable<string> When(bool isWrong, string problem) => isWrong ? [problem] : [];

    private static double? NumberOf(Node node) => node switch { IntegerNode i => i.Value, FloatNode f => f.Value, _ => null };

    private static bool IsOf(string type, Node node) => type switch
    {
        "object" => node is TableNode,
        "array" => node is ArrayNode,
        "string" => node is StringNode or DateTimeNode,
        "integer" => node is IntegerNode,
        "number" => node is IntegerNode or FloatNode,
        "boolean" => node is BooleanNode,
        "null" => node is NullNode,
        _ => throw new ArgumentException($"the validator does not know the type \"{type}\""),
    };
}
