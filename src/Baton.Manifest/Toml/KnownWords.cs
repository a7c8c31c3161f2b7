using System.Text;

namespace Baton.Manifest.Toml;

/// <summary>
/// Gives equal short words of a file as one string: a manifest says the same few keys and values thousands of times. Of bounded size; where
/// two words meet in one place the later one stays.
/// </summary>
internal sealed class KnownWords
{
    private const int Places = 512, Longest = 24;

    private readonly string?[] _words = new string?[Places];

    /// <summary>The text of these bytes, which are valid UTF-8.</summary>
    public string TextOf(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length is 0 or > Longest) return Encoding.UTF8.GetString(utf8);
        var hash = (uint)utf8.Length;
        foreach (var b in utf8) hash = unchecked((hash * 31) + b);
        ref var word = ref _words[(hash ^ (hash >> 9)) % Places];
        return word is not null && IsSame(word, utf8) ? word : word = Encoding.UTF8.GetString(utf8);
    }

    private static bool IsSame(string word, ReadOnlySpan<byte> utf8)
    {
        // A byte of a longer character is above every character that is one byte, so other than ASCII is never the same, and made anew.
        if (word.Length != utf8.Length) return false;
        for (var i = 0; i < utf8.Length; i++)
        {
            if (word[i] != utf8[i] || utf8[i] > 0x7F) return false;
        }

        return true;
    }
}
