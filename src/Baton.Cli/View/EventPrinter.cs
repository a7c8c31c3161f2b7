using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Baton.Cli.Output;
using Baton.Contracts;

namespace Baton.Cli.View;

/// <summary>Prints events, one line each and one write for each batch.</summary>
/// <param name="terminal">Where to: its standard output.</param>
/// <param name="time">The clock, for times where people are.</param>
/// <param name="isJson">One object for each event.</param>
internal sealed class EventPrinter(Terminal terminal, TimeProvider time, bool isJson)
{
    private readonly ArrayBufferWriter<byte> _buffer = new(4096);
    private long _missed;
    private bool _isCutTold;

    /// <summary>Says that so many events before the next one are no longer kept; as JSON, the next one says it, too.</summary>
    public void Miss(long count)
    {
        _missed += count;
        terminal.WriteError(string.Create(CultureInfo.InvariantCulture, $"baton: {count} {(count == 1 ? "event is" : "events are")} missing here: no longer kept\n"));
    }

    /// <summary>Says, once, that there may be older events than the first.</summary>
    public void Cut()
    {
        if (_isCutTold) return;
        _isCutTold = true;
        terminal.WriteError("baton: the search ended before the beginning of the journal: there may be older events; ask for them with --since\n");
    }

    /// <summary>Prints <c>TIME NAME what: detail</c> of each.</summary>
    public void Print(IReadOnlyList<EventRecord> events)
    {
        foreach (var e in events)
        {
            if (isJson) AppendJson(_missed > 0 ? e with { Missed = _missed } : e);
            else Encoding.UTF8.GetBytes(LineOf(e), _buffer);
            _missed = 0;
        }

        terminal.Output.Write(_buffer.WrittenSpan);
        _buffer.ResetWrittenCount();
    }

    private string LineOf(EventRecord e)
    {
        var text = new StringBuilder(LocalTime.Of(e.Time, time)).Append("  ");
        SafeText.Append(text, SubjectName.Of(e.Subject));
        text.Append("  ");
        var colour = terminal.Show.HasColour ? ServiceTable.ColourOf(e.What) : "";
        SafeText.Append(text.Append(colour), e.What);
        if (colour.Length > 0) text.Append(Ansi.Reset);
        if (!string.IsNullOrEmpty(e.Detail)) SafeText.Append(text.Append(": "), e.Detail.ReplaceLineEndings(" "));
        return text.Append('\n').ToString();
    }

    private void AppendJson(EventRecord e)
    {
        using (var json = new Utf8JsonWriter(_buffer, new JsonWriterOptions { Encoder = JsonText.EncoderFor(terminal.Show) })) JsonSerializer.Serialize(json, e, WireJson.Default.EventRecord);
        _buffer.Write("\n"u8);
    }
}
