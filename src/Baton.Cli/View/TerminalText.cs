using System.Buffers;
using System.Text;
using Baton.Cli.Output;

namespace Baton.Cli.View;

/// <summary>
/// What services write, on its way to a terminal: their colours are kept where colours are shown, and no other control sequence gets
/// through. A pipe gets the text as it was written.
/// </summary>
internal static class TerminalText
{
    private const char Escape = '\e';
    private static readonly SearchValues<char> Controls = SearchValues.Create(AllControls());
    private static readonly SearchValues<char> ColourParameters = SearchValues.Create("0123456789;:");

    /// <summary>Appends one line of a service.</summary>
    public static void Append(ArrayBufferWriter<byte> to, ReadOnlySpan<char> text, Appearance show)
    {
        if (show.IsTerminal) AppendFiltered(to, LastOverwrite(text), show.HasColour);
        else Encoding.UTF8.GetBytes(text, to);
    }

    // A progress bar rewrites its line with carriage returns; what a terminal would show at the end is its last state.
    private static ReadOnlySpan<char> LastOverwrite(ReadOnlySpan<char> text)
    {
        text = text.TrimEnd('\r');
        return text[(text.LastIndexOf('\r') + 1)..];
    }

    private static void AppendFiltered(ArrayBufferWriter<byte> to, ReadOnlySpan<char> text, bool hasColour)
    {
        var isColoured = false;
        while (text.IndexOfAny(Controls) is >= 0 and var at)
        {
            Encoding.UTF8.GetBytes(text[..at], to);
            text = text[at..];
            var length = ColourLength(text);
            if (length == 0) to.Write("\uFFFD"u8);
            else if (hasColour) Encoding.UTF8.GetBytes(text[..length], to);
            isColoured |= length > 0 && hasColour;
            text = text[Math.Max(1, length)..];
        }

        Encoding.UTF8.GetBytes(text, to);
        if (isColoured) to.Write("\e[0m"u8);
    }

    /// <summary>Length of the colour sequence (<c>ESC [ digits m</c>) that the text begins with; 0 when it is not one.</summary>
    private static int ColourLength(ReadOnlySpan<char> text)
    {
        if (text.Length < 3 || text[0] != Escape || text[1] != '[') return 0;
        var end = text[2..].IndexOfAnyExcept(ColourParameters);
        return end >= 0 && text[2 + end] == 'm' ? end + 3 : 0;
    }

    private static string AllControls()
    {
        var all = new StringBuilder();
        for (var c = '\0'; c <= '\u009F'; c++)
        {
            if (SafeText.IsControl(c)) all.Append(c);
        }

        return all.ToString();
    }
}
