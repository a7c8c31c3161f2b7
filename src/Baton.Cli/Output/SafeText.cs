using System.Text;

namespace Baton.Cli.Output;

/// <summary>Text of others on the way to a terminal: no control character may move the cursor, retitle the window or ring.</summary>
internal static class SafeText
{
    /// <summary>The text with its control characters replaced, tabs excepted.</summary>
    public static string Of(string text)
    {
        var safe = new StringBuilder(text.Length);
        Append(safe, text);
        return safe.ToString();
    }

    /// <summary>Appends the text with its control characters replaced, tabs excepted.</summary>
    public static void Append(StringBuilder to, string text)
    {
        var from = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (!IsControl(text[i])) continue;
            to.Append(text, from, i - from).Append('\uFFFD');
            from = i + 1;
        }

        to.Append(text, from, text.Length - from);
    }

    /// <summary>C0 except the tab, DEL and C1, of which some are commands to some terminals, and what turns the direction of a text.</summary>
    public static bool IsControl(char c) => c < ' ' ? c != '\t' : c is >= '\u007F' and <= '\u009F' || c is (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069');
}
