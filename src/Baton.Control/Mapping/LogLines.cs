using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Baton.Supervision.Logs;

namespace Baton.Control.Mapping;

/// <summary>
/// Log lines as the API shows them (<see cref="Contracts.LogLine"/>), written from the bytes of the files without a string for each.
/// </summary>
internal static class LogLines
{
    private static readonly JsonEncodedText Service = JsonEncodedText.Encode("service");
    private static readonly JsonEncodedText Run = JsonEncodedText.Encode("run");
    private static readonly JsonEncodedText Time = JsonEncodedText.Encode("time");
    private static readonly JsonEncodedText Stream = JsonEncodedText.Encode("stream");
    private static readonly JsonEncodedText Text = JsonEncodedText.Encode("text");
    private static readonly JsonEncodedText Continued = JsonEncodedText.Encode("continued");
    private static readonly JsonEncodedText Stdout = JsonEncodedText.Encode("stdout");
    private static readonly JsonEncodedText Stderr = JsonEncodedText.Encode("stderr");
    private static readonly JsonEncodedText Baton = JsonEncodedText.Encode("baton");

    /// <summary>Writes the lines as an array.</summary>
    public static void Write(Utf8JsonWriter writer, LogBatch batch)
    {
        Span<byte> stamp = stackalloc byte[24];
        writer.WriteStartArray();
        foreach (var entry in batch.Entries)
        {
            writer.WriteStartObject();
            writer.WriteString(Service, entry.Service);
            writer.WriteNumber(Run, entry.Run);
            entry.Time.TryFormat(stamp, out var written, "yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
            writer.WriteString(Time, stamp[..written]);
            writer.WriteString(Stream, WordOf(entry.Stream));
            WriteText(writer, batch.TextOf(entry));
            writer.WriteBoolean(Continued, entry.IsContinued);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    /// <summary>The stream that a word means; null when it means none.</summary>
    public static LogStreamKind? StreamOf(string word) => word switch
    {
        "stdout" => LogStreamKind.Stdout,
        "stderr" => LogStreamKind.Stderr,
        "baton" => LogStreamKind.Baton,
        _ => null,
    };

    private static JsonEncodedText WordOf(LogStreamKind stream) => stream switch
    {
        LogStreamKind.Stdout => Stdout,
        LogStreamKind.Stderr => Stderr,
        LogStreamKind.Baton => Baton,
        _ => throw new UnreachableException($"stream {stream}"),
    };

    private static void WriteText(Utf8JsonWriter writer, ReadOnlySpan<byte> text)
    {
        // Programs write what they like; what is not UTF-8 is replaced, since JSON has no other bytes.
        if (Utf8.IsValid(text)) writer.WriteString(Text, text);
        else writer.WriteString(Text, Encoding.UTF8.GetString(text));
    }
}
