using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Baton.Cli.Output;
using Baton.Contracts;

namespace Baton.Cli.View;

/// <summary>The view for programs: an object a line, of a service's line as the API has it, of an event as the daemon's log has it.</summary>
internal sealed class JsonViewFormat(Appearance show, TimeProvider time) : ViewFormat
{
    private readonly JsonWriterOptions _options = new() { Encoder = JsonText.EncoderFor(show) };

    /// <inheritdoc/>
    public override void Expect(IEnumerable<string> names)
    {
    }

    /// <inheritdoc/>
    public override void Append(ArrayBufferWriter<byte> to, LogLine line) => Write(to, line, WireJson.Default.LogLine);

    /// <inheritdoc/>
    public override void Append(ArrayBufferWriter<byte> to, EventRecord e) =>
        Write(to, new LoggedEvent(e.Time, EventLevels.Of(e.What), e.Subject, e.What, e.Seq, e.Cause, e.Detail), WireJson.Default.LoggedEvent);

    /// <inheritdoc/>
    public override void AppendNote(ArrayBufferWriter<byte> to, string text, bool isWarning, bool isQuiet = false) =>
        Write(to, new LoggedEvent(time.GetUtcNow(), isWarning ? EventLevels.Warning : EventLevels.Info, "baton", "note", Detail: text), WireJson.Default.LoggedEvent);

    private void Write<T>(ArrayBufferWriter<byte> to, T value, JsonTypeInfo<T> info)
    {
        using (var json = new Utf8JsonWriter(to, _options)) JsonSerializer.Serialize(json, value, info);
        to.Write("\n"u8);
    }
}
