using System.Buffers;
using System.Text;
using Baton.Cli.Output;

namespace Baton.Cli.View;

/// <summary>What a program writes, as it comes: to a pipe byte for byte, to a terminal line by line and without what a terminal would obey.</summary>
/// <param name="terminal">Where to: its standard output.</param>
internal sealed class RawOutput(Terminal terminal)
{
    /// <summary>A line that does not end is shown in pieces of this length.</summary>
    private const int MaxLineBytes = 64 * 1024;

    private readonly ArrayBufferWriter<byte> _line = new();

    /// <summary>Some more bytes.</summary>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        if (!terminal.Show.IsTerminal)
        {
            terminal.Output.Write(bytes);
            return;
        }

        while (!bytes.IsEmpty)
        {
            var end = bytes.IndexOf((byte)'\n');
            var piece = bytes[..Math.Min(end < 0 ? bytes.Length : end, MaxLineBytes - _line.WrittenCount)];
            _line.Write(piece);
            bytes = bytes[piece.Length..];
            var isWhole = bytes is [(byte)'\n', ..];
            if (isWhole || _line.WrittenCount == MaxLineBytes) ShowLine();
            if (isWhole) bytes = bytes[1..];
        }
    }

    /// <summary>Nothing more comes.</summary>
    public void End()
    {
        if (_line.WrittenCount > 0) ShowLine();
    }

    private void ShowLine()
    {
        var shown = new ArrayBufferWriter<byte>(_line.WrittenCount + 1);
        TerminalText.Append(shown, Encoding.UTF8.GetString(_line.WrittenSpan), terminal.Show);
        shown.Write("\n"u8);
        terminal.Output.Write(shown.WrittenSpan);
        _line.ResetWrittenCount();
    }
}
