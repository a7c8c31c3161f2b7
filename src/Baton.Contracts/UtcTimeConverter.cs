using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Baton.Contracts;

/// <summary>Times as <c>2026-11-20T12:03:07.123Z</c>, the form of the log files; reads every RFC 3339 form, and none without a zone: that of the daemon may be another than the writer's.</summary>
public sealed class UtcTimeConverter : JsonConverter<DateTimeOffset>
{
    private const string Format = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    /// <inheritdoc/>
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        // Only a zone that is given leaves a kind.
        if (reader.TokenType == JsonTokenType.String && reader.TryGetDateTimeOffset(out var time) && reader.TryGetDateTime(out var told) && told.Kind != DateTimeKind.Unspecified) return time.ToUniversalTime();
        throw new TimeFormException();
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options)
    {
        Span<byte> text = stackalloc byte[24];
        value.UtcDateTime.TryFormat(text, out var written, Format, CultureInfo.InvariantCulture);
        writer.WriteStringValue(text[..written]);
    }
}
