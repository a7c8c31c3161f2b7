using System.Globalization;
using System.Text;

namespace Baton.Manifest.Text;

/// <summary>Text of a manifest as messages show it: in quotes, short, on one line.</summary>
public static class Quoted
{
    private const int Longest = 40;

    /// <summary>Text of the file's bytes.</summary>
    public static string Text(ReadOnlySpan<byte> utf8) => Text(Encoding.UTF8.GetString(utf8[..Math.Min(utf8.Length, 4 * Longest)]));

    /// <summary>In quotes, shortened when it is over 40 characters; control characters are written as their code.</summary>
    public static string Text(string text)
    {
        var isLong = text.Length > Longest;
        var length = !isLong ? text.Length : char.IsHighSurrogate(text[Longest - 1]) ? Longest - 1 : Longest;
        var quoted = new StringBuilder("\"");
        foreach (var c in text.AsSpan(0, length))
        {
            if (char.IsControl(c)) quoted.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:X4}");
            else if (c == '"') quoted.Append("\\\"");
            else quoted.Append(c);
        }

        return quoted.Append(isLong ? "…\"" : "\"").ToString();
    }
}
