using System.Buffers;

namespace Baton.Manifest.Toml;

/// <summary>The classes of bytes of TOML's grammar.</summary>
internal static class TomlBytes
{
    private static readonly SearchValues<byte> Controls = SearchValues.Create([.. ControlBytes()]);

    private static readonly SearchValues<byte> BasicStops = SearchValues.Create([.. ControlBytes(), (byte)'"', (byte)'\\']);

    private static readonly SearchValues<byte> LiteralStops = SearchValues.Create([.. ControlBytes(), (byte)'\'']);

    private static readonly SearchValues<byte> BareKey =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-"u8);

    private static readonly SearchValues<byte> WordEnds = SearchValues.Create(" \t\r\n,]}#"u8);

    /// <summary>Position of the first control character other than tab, or -1. The end of a line is one.</summary>
    public static int IndexOfControl(ReadOnlySpan<byte> bytes) => bytes.IndexOfAny(Controls);

    /// <summary>Length of the text that stands for itself in a string of this quote.</summary>
    public static int PlainLength(ReadOnlySpan<byte> bytes, byte quote) =>
        bytes.IndexOfAny(quote == '"' ? BasicStops : LiteralStops) is var length and >= 0 ? length : bytes.Length;

    /// <summary>Length of the bare key that <paramref name="bytes"/> begin with.</summary>
    public static int BareKeyLength(ReadOnlySpan<byte> bytes) =>
        bytes.IndexOfAnyExcept(BareKey) is var length and >= 0 ? length : bytes.Length;

    /// <summary>Length of the unquoted value that <paramref name="bytes"/> begin with.</summary>
    public static int WordLength(ReadOnlySpan<byte> bytes) =>
        bytes.IndexOfAny(WordEnds) is var length and >= 0 ? length : bytes.Length;

    /// <summary>True for 0 to 9.</summary>
    public static bool IsDigit(byte b) => b is >= (byte)'0' and <= (byte)'9';

    private static IEnumerable<byte> ControlBytes()
    {
        for (byte b = 0; b < 0x20; b++)
        {
            if (b != '\t') yield return b;
        }

        yield return 0x7F;
    }
}
