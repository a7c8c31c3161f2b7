using System.Text.Json;
using Baton.Contracts;

namespace Baton.Client.Blocking;

/// <summary>Reads the health of a service. Held to <see cref="HealthRecord"/> by a test.</summary>
internal static class HealthFields
{
    /// <summary>The value of the field that the reader stands on; null when it says null.</summary>
    public static HealthRecord? Read(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType == JsonTokenType.Null) return null;
        if (reader.TokenType != JsonTokenType.StartObject) throw new JsonException("an object is expected");
        var (message, failures) = ((string?)null, (int?)null);
        var (isHealthy, checkedAt) = ((bool?)null, (DateTimeOffset?)null);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            if (reader.ValueTextEquals("message"u8)) message = HasValue(ref reader) ? reader.GetString() : null;
            else if (reader.ValueTextEquals("failures"u8)) failures = HasValue(ref reader) ? reader.GetInt32() : null;
            else if (reader.ValueTextEquals("healthy"u8)) isHealthy = HasValue(ref reader) ? reader.GetBoolean() : null;
            else if (reader.ValueTextEquals("checked_at"u8)) checkedAt = HasValue(ref reader) ? reader.GetDateTimeOffset().ToUniversalTime() : null;
            else Skip(ref reader);
        }

        return message is not null && failures is { } number ? new HealthRecord(message, number, isHealthy, checkedAt) : throw new JsonException("a health without \"message\" or \"failures\"");
    }

    private static bool HasValue(ref Utf8JsonReader reader) => reader.Read() && reader.TokenType != JsonTokenType.Null;

    private static void Skip(ref Utf8JsonReader reader)
    {
        reader.Read();
        reader.Skip();
    }
}
