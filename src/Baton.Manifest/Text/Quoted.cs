using System.Globalization;
using System.Text;

namespace Baton.Manifest.Text;

/// <summary>Text of a manifest as messages show it: in quotes, short, on one line.</summary>
public static class Quoted
{
    /// <summary>What stands in place of a secret.</summary>
    public const string Hidden = "••••••";

    private const int Longest = 40;

    /// <summary>Text of the file's bytes.</summary>
    public static string Text(ReadOnlySpan<byte> utf8) => Text(Encoding.UTF8.GetString(utf8));

    /// <summary>In quotes, shortened when it is over 40 characters; control characters are written as their code, and of an address it says neither user and password nor parameters.</summary>
    public static string Text(string text)
    {
        text = WithoutSecrets(text);
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

    // Up to the last @: a password that was not encoded may hold one, or a slash or question mark.
    private static string WithoutSecrets(string text)
    {
        var scheme = text.IndexOf("://", StringComparison.Ordinal);
        var user = scheme < 0 ? 0 : scheme + 3;
        var at = text.LastIndexOf('@');
        if (at > user && (scheme >= 0 || text.AsSpan(0, at).Contains(':'))) text = string.Concat(text.AsSpan(0, user), Hidden, text.AsSpan(at));
        var query = scheme < 0 ? -1 : text.IndexOf('?', scheme);
        return query < 0 ? text : string.Concat(text.AsSpan(0, query + 1), Hidden);
    }
}
