using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Baton.Contracts.Robot;

/// <summary>Numbers that may have a fraction, always with one: <c>0.0</c>. Readers that tell whole numbers from others get one kind.</summary>
public sealed class FractionConverter : JsonConverter<double>
{
    /// <inheritdoc/>
    public override double Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetDouble();

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, double value, JsonSerializerOptions options)
    {
        Span<byte> text = stackalloc byte[32];
        value.TryFormat(text, out var length, "R", CultureInfo.InvariantCulture);
        if (text[..length].IndexOfAny((byte)'.', (byte)'E') < 0)
        {
            ".0"u8.CopyTo(text[length..]);
            length += 2;
        }

        writer.WriteRawValue(text[..length]);
    }
}
