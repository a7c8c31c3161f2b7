using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Baton.Client.Runtime;

/// <summary>
/// The lines of requests, with their ends. Written by hand: the first use of a generated writer costs a process more than the whole exchange.
/// </summary>
internal static class RuntimeRequest
{
    private static readonly JsonWriterOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A request without data: <c>Version</c>, <c>Info</c> or <c>Clear</c>.</summary>
    public static ReadOnlyMemory<byte> Plain(string name) => Line(writer => writer.WriteStringValue(name));

    /// <summary>A request with an id only: <c>Stop</c>, <c>Remove</c> or <c>Stdout</c>.</summary>
    public static ReadOnlyMemory<byte> Of(string name, Guid id) => Tagged(name, writer => writer.WriteStringValue(id));

    /// <summary>A program that the server has.</summary>
    public static ReadOnlyMemory<byte> Add(Guid id, string path, bool isPrivileged)
    {
        RequireUtf8("path", path);
        return Tagged("Add", writer => WriteObject(writer, () =>
        {
            writer.WriteString("id", id);
            writer.WriteString("path", path);
            writer.WriteBoolean("privileged", isPrivileged);
        }));
    }

    /// <summary>A program that follows, with its SHA-256 as 32 numbers.</summary>
    public static ReadOnlyMemory<byte> AddWithBinary(Guid id, long length, byte[] hash, bool isPrivileged) => Tagged("AddWithBinary", writer => WriteObject(writer, () =>
    {
        writer.WriteString("id", id);
        writer.WriteNumber("length", length);
        writer.WriteStartArray("hash");
        foreach (var number in hash) writer.WriteNumberValue(number);
        writer.WriteEndArray();
        writer.WriteBoolean("privileged", isPrivileged);
    }));

    /// <summary>Which instance, and how it shares the processor; null as the server itself.</summary>
    public static ReadOnlyMemory<byte> Start(Guid id, string? priority) => Tagged("Start", writer => WriteObject(writer, () =>
    {
        writer.WriteString("id", id);
        writer.WriteString("priority", priority);
    }));

    /// <summary><c>Link</c> or <c>Unlink</c>; without a sender, one for whoever sends.</summary>
    public static ReadOnlyMemory<byte> Link(string name, string type, string target, Guid? from)
    {
        RequireUtf8("type", type);
        return Tagged(name, writer => WriteObject(writer, () =>
        {
            writer.WriteString("type_name", type);
            writer.WriteString("to", target);
            if (from is { } sender) writer.WriteString("from", sender);
        }));
    }

    private static ReadOnlyMemory<byte> Tagged(string name, Action<Utf8JsonWriter> write) => Line(writer => WriteObject(writer, () =>
    {
        writer.WritePropertyName(name);
        write(writer);
    }));

    private static void WriteObject(Utf8JsonWriter writer, Action write)
    {
        writer.WriteStartObject();
        write();
        writer.WriteEndObject();
    }

    private static ReadOnlyMemory<byte> Line(Action<Utf8JsonWriter> write)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(bytes, Relaxed)) write(writer);
        bytes.Write("\n"u8);
        return bytes.WrittenMemory;
    }

    // What was typed and is not UTF-8 has come here with this character in its place: the server would look for another file than the one that was meant.
    private static void RequireUtf8(string what, string text)
    {
        if (text.EnumerateRunes().Contains(Rune.ReplacementChar)) throw new RuntimeFailureException(RuntimeStage.EncodingRequest, [$"the {what} is not UTF-8"]);
    }
}
