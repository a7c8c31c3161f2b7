namespace Baton.Manifest.Toml;

/// <summary>The classes of bytes of TOML's grammar.</summary>
/// <remarks>
/// Read byte by byte: what stands between two stops is short, and the vector search of the framework is compiled anew in every process,
/// which costs a short command more than it gains.
/// </remarks>
internal static class TomlBytes
{
    private const byte Control = 1, BasicStop = 2, LiteralStop = 4, BareKey = 8, WordEnd = 16;

    private static readonly byte[] Classes = MakeClasses();

    /// <summary>Position of the first control character other than tab, or -1. The end of a line is one.</summary>
    public static int IndexOfControl(ReadOnlySpan<byte> bytes) => LengthUpTo(bytes, Control) is var length && length < bytes.Length ? length : -1;

    /// <summary>Length of the text that stands for itself in a string of this quote.</summary>
    public static int PlainLength(ReadOnlySpan<byte> bytes, byte quote) => LengthUpTo(bytes, quote == '"' ? BasicStop : LiteralStop);

    /// <summary>Length of the bare key that <paramref name="bytes"/> begin with.</summary>
    public static int BareKeyLength(ReadOnlySpan<byte> bytes)
    {
        var length = 0;
        while (length < bytes.Length && (Classes[bytes[length]] & BareKey) != 0) length++;
        return length;
    }

    /// <summary>Length of the unquoted value that <paramref name="bytes"/> begin with.</summary>
    public static int WordLength(ReadOnlySpan<byte> bytes) => LengthUpTo(bytes, WordEnd);

    /// <summary>True for 0 to 9.</summary>
    public static bool IsDigit(byte b) => b is >= (byte)'0' and <= (byte)'9';

    private static int LengthUpTo(ReadOnlySpan<byte> bytes, byte stop)
    {
        var classes = Classes;
        for (var i = 0; i < bytes.Length; i++)
        {
            if ((classes[bytes[i]] & stop) != 0) return i;
        }

        return bytes.Length;
    }

    private static byte[] MakeClasses()
    {
        var classes = new byte[256];
        for (var b = 0; b < classes.Length; b++)
        {
            var c = (char)b;
            var isControl = b is < 0x20 and not '\t' or 0x7F;
            if (isControl) classes[b] |= Control | BasicStop | LiteralStop;
            if (c is '"' or '\\') classes[b] |= BasicStop;
            if (c is '\'') classes[b] |= LiteralStop;
            if (char.IsAsciiLetterOrDigit(c) || c is '_' or '-') classes[b] |= BareKey;
            if (" \t\r\n,]}#".Contains(c, StringComparison.Ordinal)) classes[b] |= WordEnd;
        }

        return classes;
    }
}
