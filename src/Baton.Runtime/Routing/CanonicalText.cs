using System.Buffers;

namespace Baton.Runtime.Routing;

/// <summary>
/// Text inside JSON as existing clients write it: a quote, a backslash and control characters are escaped, in one way each, and nothing else. What is written so
/// can be handed on byte for byte, and two such texts are equal when their bytes are.
/// </summary>
internal static class CanonicalText
{
    private static readonly SearchValues<byte> Special = SearchValues.Create([.. Enumerable.Range(0, 0x20).Select(i => (byte)i), (byte)'"', (byte)'\\']);

    /// <summary>Where the quote is that ends a text; -1 when there is none, or the text is written in another way.</summary>
    /// <param name="text">From behind the opening quote.</param>
    public static int End(ReadOnlySpan<byte> text)
    {
        var at = 0;
        while (true)
        {
            var step = text[at..].IndexOfAny(Special);
            if (step < 0) return -1;
            at += step;
            if (text[at] == '"') return at;
            var length = EscapeLength(text[at..]);
            if (length == 0) return -1;
            at += length;
        }
    }

    /// <summary>Writes text in this way, without quotes; returns its length, or -1 when there is no room.</summary>
    public static int Write(ReadOnlySpan<byte> utf8, Span<byte> to)
    {
        var at = 0;
        foreach (var b in utf8)
        {
            var escape = ShortEscape(b);
            var length = escape != 0 ? 2 : b < 0x20 ? 6 : 1;
            if (to.Length - at < length) return -1;
            if (length == 1) to[at] = b;
            else if (length == 2) (to[at], to[at + 1]) = ((byte)'\\', escape);
            else WriteNumber(b, to[at..]);
            at += length;
        }

        return at;
    }

    private static void WriteNumber(byte b, Span<byte> to)
    {
        "\\u00"u8.CopyTo(to);
        to[4] = (byte)('0' + (b >> 4));
        to[5] = "0123456789abcdef"u8[b & 0xf];
    }

    private static byte ShortEscape(byte b) => b switch
    {
        (byte)'"' or (byte)'\\' => b,
        0x08 => (byte)'b',
        0x09 => (byte)'t',
        0x0a => (byte)'n',
        0x0c => (byte)'f',
        0x0d => (byte)'r',
        _ => 0,
    };

    // 0: it is none, or one for which there is a shorter.
    private static int EscapeLength(ReadOnlySpan<byte> text)
    {
        if (text.Length < 2 || text[0] != '\\') return 0;
        if (text[1] is (byte)'"' or (byte)'\\' or (byte)'b' or (byte)'t' or (byte)'n' or (byte)'f' or (byte)'r') return 2;
        if (text.Length < 6 || !text[1..4].SequenceEqual("u00"u8) || text[4] is not ((byte)'0' or (byte)'1')) return 0;
        var low = "0123456789abcdef"u8.IndexOf(text[5]);
        return low >= 0 && ShortEscape((byte)(((text[4] - '0') << 4) | low)) == 0 ? 6 : 0;
    }
}
