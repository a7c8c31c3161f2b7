using System.Text.Json;
using Baton.Runtime.Instances;
using Baton.Runtime.Links;

namespace Baton.Runtime.Wire;

/// <summary>Values of the control protocol; nothing is coerced into another kind. The reader stands on the value, and afterwards on its last token.</summary>
internal static class WireValue
{
    private const int HashBytes = 32;

    public static InstanceId Id(ref Utf8JsonReader json) => InstanceId.TryParse(Text(ref json), out var id) ? id : throw new JsonException("this is no UUID");

    public static string Text(ref Utf8JsonReader json) => json.TokenType == JsonTokenType.String ? json.GetString()! : throw Expected("a text");

    public static bool Flag(ref Utf8JsonReader json) => json.TokenType is JsonTokenType.True or JsonTokenType.False ? json.GetBoolean() : throw Expected("a boolean");

    /// <summary>A text or null, or the name as the only key of an object, with null.</summary>
    public static InstancePriority? Priority(ref Utf8JsonReader json)
    {
        if (json.TokenType == JsonTokenType.Null) return null;
        if (json.TokenType != JsonTokenType.StartObject) return Named(Text(ref json));
        json.Read();
        if (json.TokenType != JsonTokenType.PropertyName) throw Expected("a priority");
        var priority = Named(json.GetString()!);
        json.Read();
        if (json.TokenType != JsonTokenType.Null) throw Expected("null");
        json.Read();
        return json.TokenType == JsonTokenType.EndObject ? priority : throw Expected("one priority");
    }

    /// <summary>A number of bytes: a whole one that is not negative. Beyond 63 bits there is nothing that could be sent.</summary>
    public static long Length(ref Utf8JsonReader json) => json.TokenType == JsonTokenType.Number && json.ValueSpan[0] != '-' && json.TryGetInt64(out var length)
        ? length
        : throw Expected("a whole number of bytes");

    public static byte[] Hash(ref Utf8JsonReader json)
    {
        if (json.TokenType != JsonTokenType.StartArray) throw Expected("an array of 32 bytes");
        var hash = new byte[HashBytes];
        for (var i = 0; i < HashBytes; i++)
        {
            json.Read();
            if (json.TokenType != JsonTokenType.Number || json.ValueSpan[0] == '-' || !json.TryGetByte(out hash[i])) throw Expected("an array of 32 bytes");
        }

        json.Read();
        return json.TokenType == JsonTokenType.EndArray ? hash : throw Expected("an array of 32 bytes");
    }

    public static LinkTarget Target(ref Utf8JsonReader json) => json.TokenType == JsonTokenType.String && TargetText.TryParse(json.GetString()!, out var target)
        ? target
        : throw new JsonException("data did not match any variant of untagged enum LinkTarget");

    private static InstancePriority Named(string name) => name switch
    {
        "high" => InstancePriority.High,
        "normal" => InstancePriority.Normal,
        "low" => InstancePriority.Low,
        _ => throw Expected("`high`, `normal` or `low`"),
    };

    private static JsonException Expected(string what) => new($"expected {what}");
}
