using System.Buffers;
using System.Text.Json;
using Baton.Cli.Output;
using Baton.Contracts;

namespace Baton.Cli.View;

/// <summary>Prints batches of lines in one write each.</summary>
/// <param name="terminal">Where to: its standard output.</param>
/// <param name="format">How; null means as JSON, one object for each line.</param>
internal sealed class LinePrinter(Terminal terminal, LineFormat? format)
{
    private readonly ArrayBufferWriter<byte> _buffer = new(64 * 1024);
    private Utf8JsonWriter? _json;

    /// <summary>Prints the lines.</summary>
    public void Print(IReadOnlyList<LogLine> lines)
    {
        foreach (var line in lines)
        {
            if (format is null) AppendJson(line);
            else format.Append(_buffer, line);
        }

        terminal.Output.Write(_buffer.WrittenSpan);
        _buffer.ResetWrittenCount();
    }

    private void AppendJson(LogLine line)
    {
        _json ??= new Utf8JsonWriter(_buffer, new JsonWriterOptions { Encoder = JsonText.EncoderFor(terminal.Show) });
        _json.Reset();
        JsonSerializer.Serialize(_json, line, WireJson.Default.LogLine);
        _json.Flush();
        _buffer.Write("\n"u8);
    }
}
