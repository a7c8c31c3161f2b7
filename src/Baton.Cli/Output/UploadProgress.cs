using System.Globalization;

namespace Baton.Cli.Output;

/// <summary>How much of an upload is done: one line on standard error that is rewritten, on a terminal only.</summary>
internal sealed class UploadProgress(Terminal terminal)
{
    private const int Cells = 30;

    private long _percent = -1;

    /// <summary>So many bytes are sent.</summary>
    public void Show(long sent, long all)
    {
        // Of the share and not of the bytes: a hundred times a long is none any more.
        var percent = (long)(100.0 * sent / all);
        if (!terminal.ShowErrors.IsTerminal || percent == _percent) return;
        _percent = percent;
        var full = (int)(percent * Cells / 100);
        var bar = new string('=', full) + new string(' ', Cells - full);
        terminal.WriteError(string.Create(CultureInfo.InvariantCulture, $"{Ansi.ClearLine}[{bar}] {percent}% of {Figures.Bytes(all)}"));
    }

    /// <summary>Removes what is shown.</summary>
    public void Clear()
    {
        if (_percent >= 0) terminal.WriteError(Ansi.ClearLine);
        _percent = -1;
    }
}
