namespace Baton.Daemon.Manifests.Texts;

/// <summary>Where values end in a text of TOML or JSON that is known to be correct.</summary>
internal static class Literals
{
    private static readonly string[] LongQuotes = ["\"\"\"", "'''"];

    /// <summary>The offset behind the value that begins at <paramref name="start"/>: a text, a number, a word.</summary>
    public static int EndOf(string text, int start)
    {
        foreach (var quotes in LongQuotes)
        {
            if (string.CompareOrdinal(text, start, quotes, 0, quotes.Length) == 0) return EndOfLong(text, start + quotes.Length, quotes);
        }

        if (text[start] is '"' or '\'') return EndOfQuoted(text, start);
        var end = start;
        while (end < text.Length && text[end] is not (',' or ']' or '}' or '#' or '\n' or '\r' or ' ' or '\t')) end++;
        return end;
    }

    private static int EndOfQuoted(string text, int start)
    {
        var quote = text[start];
        for (var i = start + 1; i < text.Length; i++)
        {
            if (text[i] == '\\' && quote == '"') i++;
            else if (text[i] == quote) return i + 1;
        }

        return text.Length;
    }

    private static int EndOfLong(string text, int start, string quotes)
    {
        for (var i = start; i < text.Length; i++)
        {
            if (text[i] == '\\' && quotes[0] == '"') i++;
            else if (string.CompareOrdinal(text, i, quotes, 0, quotes.Length) == 0)
            {
                // Up to two more quotes before the closing ones belong to the text.
                var end = i + quotes.Length;
                while (end < text.Length && text[end] == quotes[0]) end++;
                return end;
            }
        }

        return text.Length;
    }
}
