using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Baton.Control.Tests.Describing;

/// <summary>The records of the API as JSON Schema, each once and by name.</summary>
internal sealed class RecordSchemas
{
    private readonly RecordComments _comments = new();
    private readonly SortedDictionary<string, JsonObject?> _named = new(StringComparer.Ordinal);

    /// <summary>All that were asked for, with those that they are made of.</summary>
    public JsonObject Named => new(_named.Select(entry => KeyValuePair.Create(entry.Key, (JsonNode?)entry.Value!.DeepClone())));

    /// <summary>The schema of a type: of a record a reference.</summary>
    public JsonObject Of(JsonTypeInfo info) => info.Kind switch
    {
        JsonTypeInfoKind.Enumerable => new JsonObject { ["type"] = "array", ["items"] = Of(info.Options.GetTypeInfo(info.ElementType!)) },
        JsonTypeInfoKind.Dictionary => new JsonObject { ["type"] = "object", ["additionalProperties"] = Of(info.Options.GetTypeInfo(info.ElementType!)) },
        JsonTypeInfoKind.Object => Reference(info),
        _ => Simple(Nullable.GetUnderlyingType(info.Type) ?? info.Type),
    };

    private JsonObject Reference(JsonTypeInfo info)
    {
        var name = NameOf(info.Type);
        if (!_named.ContainsKey(name))
        {
            _named[name] = null;
            _named[name] = Write(info);
        }

        return new JsonObject { ["$ref"] = $"#/components/schemas/{name}" };
    }

    private JsonObject Write(JsonTypeInfo info)
    {
        var (properties, required) = (new JsonObject(), new JsonArray());
        var isBody = info.UnmappedMemberHandling == JsonUnmappedMemberHandling.Disallow;
        foreach (var property in info.Properties)
        {
            var member = info.Type.GetProperties().Single(candidate => info.Options.PropertyNamingPolicy!.ConvertName(candidate.Name) == property.Name);
            var isNullable = property.IsGetNullable || Nullable.GetUnderlyingType(property.PropertyType) is not null;
            var isLeftOut = isNullable && (info.Options.DefaultIgnoreCondition == JsonIgnoreCondition.WhenWritingNull || member.IsDefined(typeof(JsonIgnoreAttribute), inherit: true));
            var schema = Of(info.Options.GetTypeInfo(property.PropertyType));
            if (isNullable && !isLeftOut && !isBody) schema = OrNull(schema);
            if (_comments.Of(info.Type, member.Name) is { } comment) schema["description"] = comment;
            properties[property.Name] = schema;
            if (isBody ? property.IsRequired : !isLeftOut) required.Add(property.Name);
        }

        var result = new JsonObject { ["type"] = "object" };
        if (_comments.Of(info.Type) is { } about) result["description"] = about;
        result["properties"] = properties;
        if (required.Count > 0) result["required"] = required;
        if (isBody) result["additionalProperties"] = false;
        return result;
    }

    private static JsonObject OrNull(JsonObject schema)
    {
        if (schema["type"] is not JsonValue type) return new JsonObject { ["anyOf"] = new JsonArray(schema, new JsonObject { ["type"] = "null" }) };
        schema["type"] = new JsonArray(type.GetValue<string>(), "null");
        return schema;
    }

    private static JsonObject Simple(Type type) => type switch
    {
        _ when type == typeof(string) => new JsonObject { ["type"] = "string" },
        _ when type == typeof(bool) => new JsonObject { ["type"] = "boolean" },
        _ when type == typeof(System.Text.Json.JsonElement) => new JsonObject { ["type"] = "object" },
        _ when type == typeof(double) || type == typeof(decimal) => new JsonObject { ["type"] = "number" },
        _ when type == typeof(int) || type == typeof(long) || type == typeof(uint) => new JsonObject { ["type"] = "integer" },
        _ when type == typeof(DateTimeOffset) => new JsonObject { ["type"] = "string", ["format"] = "date-time" },
        _ => throw new NotSupportedException($"tell RecordSchemas.Simple how {type} looks as JSON"),
    };

    private static string NameOf(Type type) => type.IsGenericType
        ? $"{type.Name[..type.Name.IndexOf('`', StringComparison.Ordinal)]}Of{string.Concat(type.GetGenericArguments().Select(NameOf))}"
        : type.Name;
}
