using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Text.Unicode;

namespace Baton.Cli.Output;

/// <summary>Writes the API's records as they are on the wire, indented for people; programs do not mind.</summary>
internal static class JsonText
{
    /// <summary>
    /// What is escaped: for programs what JSON demands, and characters beyond U+FFFF; on a terminal besides these the control characters
    /// of Unicode, which some of them obey, and a few signs that HTML knows.
    /// </summary>
    public static JavaScriptEncoder EncoderFor(Appearance show) =>
        show.IsTerminal ? JavaScriptEncoder.Create(UnicodeRanges.All) : JavaScriptEncoder.UnsafeRelaxedJsonEscaping;

    /// <summary>Prints one value and a newline.</summary>
    public static void Print<T>(Terminal terminal, T value, JsonTypeInfo<T> info) =>
        Print(terminal, writer => JsonSerializer.Serialize(writer, value, info));

    /// <summary>Prints an array and a newline.</summary>
    public static void PrintArray<T>(Terminal terminal, IReadOnlyList<T> values, JsonTypeInfo<T> info) => Print(terminal, writer =>
    {
        writer.WriteStartArray();
        foreach (var value in values) JsonSerializer.Serialize(writer, value, info);
        writer.WriteEndArray();
    });

    /// <summary>Prints what <paramref name="write"/> writes, and a newline, in one piece.</summary>
    public static void Print(Terminal terminal, Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(4096);
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true, Encoder = EncoderFor(terminal.Show) })) write(writer);
        buffer.Write("\n"u8);
        terminal.Output.Write(buffer.WrittenSpan);
    }
}
