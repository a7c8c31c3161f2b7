using System.Text.Json;

namespace Baton.Manifest.Schema;

/// <summary>Writes types as JSON Schema (draft 2020-12).</summary>
/// <param name="json">Where to.</param>
/// <param name="hasVariables">Texts may hold <c>${NAME}</c>: what they come to is not known here, so no word or form is demanded of those that do.</param>
public sealed class SchemaWriter(Utf8JsonWriter json, bool hasVariables)
{
    private const string NamePattern = "^(?!(x-|version$|description$|orchestrator$))[A-Za-z0-9][A-Za-z0-9._-]{0,63}$";

    /// <summary>Types that are written once, by name.</summary>
    private readonly SortedDictionary<string, SchemaType> _shared = new(StringComparer.Ordinal);

    /// <summary>The members of the root, then <c>$defs</c>.</summary>
    public void WriteRoot(SchemaType type)
    {
        Write(type);
        json.WriteStartObject("$defs");
        var written = new HashSet<string>();
        while (_shared.FirstOrDefault(shared => !written.Contains(shared.Key)) is { Key: { } name, Value: var next })
        {
            written.Add(name);
            WriteObject(name, next);
        }

        json.WriteEndObject();
    }

    private void WriteObject(string key, SchemaType type)
    {
        json.WriteStartObject(key);
        Write(type);
        json.WriteEndObject();
    }

    private void Write(SchemaType type)
    {
        switch (type)
        {
            case SchemaType.Text text: WriteText(text); break;
            case SchemaType.Word word: WriteWords(word); break;
            case SchemaType.Whole whole: WriteNumber("integer", whole.Min, whole.Max); break;
            case SchemaType.Number number: WriteNumber("number", (decimal)number.Min, (decimal)number.Max); break;
            case SchemaType.Flag: json.WriteString("type", "boolean"); break;
            case SchemaType.Null: json.WriteString("type", "null"); break;
            case SchemaType.Refused: WriteRefused(); break;
            case SchemaType.Items items: WriteItems(items); break;
            case SchemaType.Map map: WriteMap(map); break;
            case SchemaType.Either either: WriteEither(either); break;
            case SchemaType.Table table: WriteTable(table); break;
            case SchemaType.Named named: WriteNamed(named); break;
            case SchemaType.Shared shared: WriteReference(shared); break;
            default: throw new System.Diagnostics.UnreachableException();
        }
    }

    private void WriteText(SchemaType.Text text)
    {
        json.WriteString("type", "string");
        if (!text.AllowEmpty) json.WriteNumber("minLength", 1);
        if (text.Pattern is { } pattern) json.WriteString("pattern", hasVariables ? $@"\$|{pattern}" : pattern);
    }

    private void WriteWords(SchemaType.Word word)
    {
        if (hasVariables) json.WriteStartArray("anyOf");
        if (hasVariables) json.WriteStartObject();
        json.WriteStartArray("enum");
        foreach (var one in word.Words) json.WriteStringValue(one);
        json.WriteEndArray();
        if (!hasVariables) return;
        json.WriteEndObject();
        json.WriteStartObject();
        Write(new SchemaType.Text(@"\$"));
        json.WriteEndObject();
        json.WriteEndArray();
    }

    private void WriteNumber(string type, decimal min, decimal max)
    {
        json.WriteString("type", type);
        json.WriteNumber("minimum", min);
        json.WriteNumber("maximum", max);
    }

    private void WriteRefused()
    {
        json.WriteStartObject("not");
        json.WriteEndObject();
    }

    private void WriteItems(SchemaType.Items items)
    {
        json.WriteString("type", "array");
        if (items.MinItems > 0) json.WriteNumber("minItems", items.MinItems);
        WriteObject("items", items.Item);
    }

    private void WriteMap(SchemaType.Map map)
    {
        json.WriteString("type", "object");
        WriteObject("additionalProperties", map.Value);
    }

    private void WriteEither(SchemaType.Either either)
    {
        json.WriteStartArray("anyOf");
        foreach (var one in either.Types)
        {
            json.WriteStartObject();
            Write(one);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private void WriteTable(SchemaType.Table table)
    {
        json.WriteString("type", "object");
        json.WriteStartObject("properties");
        foreach (var key in table.Keys) WriteKey(key);
        foreach (var key in (string[])["version", "description"])
        {
            if (!table.Keys.Any(known => known.Name == key)) json.WriteBoolean(key, true);
        }

        json.WriteEndObject();
        if (table.Required.Length > 0)
        {
            json.WriteStartArray("required");
            foreach (var key in table.Required) json.WriteStringValue(key);
            json.WriteEndArray();
        }

        json.WriteStartObject("patternProperties");
        json.WriteBoolean("^(x-|_)", true);
        json.WriteEndObject();
        json.WriteBoolean("additionalProperties", false);
    }

    private void WriteKey(SchemaKey key)
    {
        json.WriteStartObject(key.Name);
        json.WriteString("description", key.Description);
        Write(key.Type);
        if (key.Default is { } value)
        {
            json.WritePropertyName("default");
            json.WriteRawValue(value);
        }

        json.WriteEndObject();
    }

    // A key for people stands among names too, unless it is a name itself and holds a table: then it is one of the named.
    private void WriteNamed(SchemaType.Named named)
    {
        json.WriteString("type", "object");
        if (named.MinCount > 0) json.WriteNumber("minProperties", named.MinCount);
        json.WriteStartObject("patternProperties");
        WriteObject(NamePattern, named.Value);
        json.WriteStartObject("^(x-.*|version|description)$");
        json.WriteStartObject("if");
        json.WriteString("type", "object");
        json.WriteEndObject();
        WriteObject("then", named.Value);
        json.WriteEndObject();
        json.WriteBoolean("^_", true);
        json.WriteEndObject();
        json.WriteBoolean("additionalProperties", false);
    }

    private void WriteReference(SchemaType.Shared shared)
    {
        _shared[shared.Name] = shared.Type;
        json.WriteString("$ref", $"#/$defs/{shared.Name}");
    }
}
