namespace Baton.Cli.Output;

/// <summary>A line on standard error that says what is going on: rewritten on a terminal, written anew on each change elsewhere.</summary>
internal sealed class ProgressLine(Terminal terminal)
{
    private string? _who;
    private bool _isShown;

    /// <summary>Shows the text, if there is one.</summary>
    public void Show(WaitingText waiting)
    {
        if (waiting.Text is null) return;
        var isTerminal = terminal.ShowErrors.IsTerminal;
        if (!isTerminal && waiting.Who == _who) return;
        _who = waiting.Who;
        _isShown = isTerminal;
        terminal.WriteError(isTerminal ? Ansi.ClearLine + Fit(waiting.Text) : $"{waiting.Text}\n");
    }

    /// <summary>Removes what a terminal shows.</summary>
    public void Clear()
    {
        if (_isShown) terminal.WriteError(Ansi.ClearLine);
        _isShown = false;
    }

    // A text that wraps could not be removed again.
    private string Fit(string text)
    {
        var columns = terminal.ShowErrors.Columns;
        return columns > 1 && text.Length >= columns ? text[..(columns - 1)] : text;
    }
}
