using System.Globalization;
using System.Text;
using Baton.Manifest.Text;

namespace Baton.Manifest.Toml;

/// <summary>Messages that more than one part of the reader needs.</summary>
internal static class TomlMessages
{
    private const int LongestQuote = 40;

    /// <summary>For files over <see cref="Limits.MaxValues"/>.</summary>
    public static string TooManyValues { get; } =
        string.Create(CultureInfo.InvariantCulture, $"the file holds more than {Limits.MaxValues:N0} values");

    /// <summary>For what nests over <see cref="Limits.MaxDepth"/>.</summary>
    public static string TooDeep { get; } =
        string.Create(CultureInfo.InvariantCulture, $"tables and arrays nest deeper than {Limits.MaxDepth} levels");

    /// <summary>Text of the file in quotes, shortened when it is long.</summary>
    public static string Quote(ReadOnlySpan<byte> bytes) => Quote(Encoding.UTF8.GetString(bytes[..Math.Min(bytes.Length, 4 * LongestQuote)]));

    /// <summary>Text in quotes, shortened when it is long; control characters are written as their code.</summary>
    public static string Quote(string text)
    {
        var isLong = text.Length > LongestQuote;
        var quoted = new StringBuilder("\"");
        foreach (var c in text.AsSpan(0, isLong ? LongestQuote : text.Length))
        {
            if (char.IsControl(c)) quoted.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:X4}");
            else if (c == '"') quoted.Append("\\\"");
            else quoted.Append(c);
        }

        return quoted.Append(isLong ? "…\"" : "\"").ToString();
    }
}
