using System.Globalization;
using System.Text;
using Baton.Manifest.Tree;

namespace Baton.Manifest.Toml;

/// <summary>Reads integers and floats.</summary>
internal static class TomlNumbers
{
    /// <summary>True for what begins as a number does.</summary>
    public static bool LooksLikeOne(ReadOnlySpan<byte> word) =>
        TomlBytes.IsDigit(word[0]) || word[0] is (byte)'+' or (byte)'-' or (byte)'.'
        || word.SequenceEqual("inf"u8) || word.SequenceEqual("nan"u8);

    /// <summary>Reads a whole word as a number; null after an error of form.</summary>
    public static Node? Read(TomlCursor cursor, ReadOnlySpan<byte> word, Place place)
    {
        var isSigned = word[0] is (byte)'+' or (byte)'-';
        var digits = isSigned ? word[1..] : word;
        if (digits.SequenceEqual("inf"u8)) return new FloatNode(word[0] == '-' ? double.NegativeInfinity : double.PositiveInfinity, place);
        if (digits.SequenceEqual("nan"u8)) return new FloatNode(double.NaN, place);
        if (digits.Length > 1 && digits[0] == '0' && digits[1] is (byte)'x' or (byte)'o' or (byte)'b')
        {
            return isSigned ? Malformed(cursor, word, place, "; only decimal numbers have a sign") : ReadRadix(cursor, word, place);
        }

        var whole = RunLength(digits, 10);
        if (whole == 0) return Malformed(cursor, word, place, digits is [(byte)'.', ..] ? "; a digit must stand before the point" : "");
        if (digits[0] == '0' && whole > 1) return Malformed(cursor, word, place, "; a number has no leading zeros");
        if (whole == digits.Length) return ReadInteger(cursor, word, place);
        return IsFractionAndExponent(digits[whole..]) ? ReadFloat(cursor, word, place) : Malformed(cursor, word, place, Hint(word));
    }

    private static IntegerNode ReadInteger(TomlCursor cursor, ReadOnlySpan<byte> word, Place place)
    {
        if (long.TryParse(WithoutUnderscores(word), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value))
        {
            return new IntegerNode(value, place);
        }

        return OutOfRange(cursor, word, place);
    }

    private static Node? ReadRadix(TomlCursor cursor, ReadOnlySpan<byte> word, Place place)
    {
        var (radix, bits) = word[1] switch { (byte)'x' => (16, 4), (byte)'o' => (8, 3), _ => (2, 1) };
        var digits = word[2..];
        if (digits.IsEmpty || RunLength(digits, radix) != digits.Length) return Malformed(cursor, word, place, Hint(word));
        var value = 0L;
        foreach (var b in digits)
        {
            if (b == '_') continue;
            if (value > long.MaxValue >> bits) return OutOfRange(cursor, word, place);
            value = (value << bits) | (uint)Digit(b);
        }

        return new IntegerNode(value, place);
    }

    private static FloatNode ReadFloat(TomlCursor cursor, ReadOnlySpan<byte> word, Place place)
    {
        var value = double.Parse(WithoutUnderscores(word), NumberStyles.Float, CultureInfo.InvariantCulture);
        if (double.IsInfinity(value)) cursor.Report(place, $"the float {cursor.Shown(word)} is out of range");
        return new FloatNode(value, place);
    }

    private static bool IsFractionAndExponent(ReadOnlySpan<byte> rest)
    {
        if (rest[0] == '.')
        {
            var fraction = RunLength(rest[1..], 10);
            if (fraction == 0) return false;
            rest = rest[(1 + fraction)..];
            if (rest.IsEmpty) return true;
        }

        if (rest[0] is not ((byte)'e' or (byte)'E')) return false;
        rest = rest[1..];
        if (!rest.IsEmpty && rest[0] is (byte)'+' or (byte)'-') rest = rest[1..];
        return !rest.IsEmpty && RunLength(rest, 10) == rest.Length;
    }

    /// <summary>Length of the digits at the beginning; single underscores may stand between two of them.</summary>
    private static int RunLength(ReadOnlySpan<byte> bytes, int radix)
    {
        var length = 0;
        for (var i = 0; i < bytes.Length; i++)
        {
            if (Digit(bytes[i]) is var digit && digit >= 0 && digit < radix) length = i + 1;
            else if (bytes[i] != '_' || length != i || i == 0) break;
        }

        return length;
    }

    private static int Digit(byte b) => b switch
    {
        >= (byte)'0' and <= (byte)'9' => b - '0',
        >= (byte)'a' and <= (byte)'f' => b - 'a' + 10,
        >= (byte)'A' and <= (byte)'F' => b - 'A' + 10,
        _ => -1,
    };

    private static string WithoutUnderscores(ReadOnlySpan<byte> word) =>
        Encoding.ASCII.GetString(word).Replace("_", "", StringComparison.Ordinal);

    private static IntegerNode OutOfRange(TomlCursor cursor, ReadOnlySpan<byte> word, Place place)
    {
        cursor.Report(place, string.Create(CultureInfo.InvariantCulture,
            $"the integer {cursor.Shown(word)} is out of range ({long.MinValue} to {long.MaxValue})"));
        return new IntegerNode(word[0] == '-' ? long.MinValue : long.MaxValue, place);
    }

    private static string Hint(ReadOnlySpan<byte> word) =>
        word.Contains((byte)'_') ? "; an underscore must stand between two digits"
        : word.Contains((byte)'.') ? "; a digit must stand before and after the point"
        : "; text needs quotes";

    private static Node? Malformed(TomlCursor cursor, ReadOnlySpan<byte> word, Place place, string hint)
    {
        cursor.Fail(place, $"{cursor.Shown(word)} is not a number{hint}");
        return null;
    }
}
