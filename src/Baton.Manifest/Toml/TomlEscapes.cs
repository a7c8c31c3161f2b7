using System.Buffers;
using System.Globalization;
using System.Text;
using Baton.Manifest.Tree;

namespace Baton.Manifest.Toml;

/// <summary>Reads what follows a backslash in a basic string. A wrong escape is told and left out, and reading goes on.</summary>
internal sealed class TomlEscapes(TomlCursor cursor)
{
    /// <summary>Reads the escape whose backslash is next and appends what it stands for.</summary>
    public void Read(ArrayBufferWriter<byte> text, bool isMultiLine)
    {
        var place = cursor.Place;
        cursor.Skip(1);
        switch (cursor.Peek)
        {
            case 'b': Append(text, (byte)'\b'); break;
            case 't': Append(text, (byte)'\t'); break;
            case 'n': Append(text, (byte)'\n'); break;
            case 'f': Append(text, (byte)'\f'); break;
            case 'r': Append(text, (byte)'\r'); break;
            case '"': Append(text, (byte)'"'); break;
            case '\\': Append(text, (byte)'\\'); break;
            case 'u': ReadCodePoint(text, 4, place); break;
            case 'U': ReadCodePoint(text, 8, place); break;
            case ' ' or '\t' or '\r' or '\n' when isMultiLine: SkipLineEnd(place); break;
            // The string's reader says that it is not closed.
            case '\n' or TomlCursor.End: break;
            default:
                cursor.Report(place, $"\\ before {cursor.Next} is not an escape; write a backslash as \\\\, or use a 'literal' string");
                break;
        }
    }

    private void Append(ArrayBufferWriter<byte> text, byte b)
    {
        text.Write([b]);
        cursor.Skip(1);
    }

    private void ReadCodePoint(ArrayBufferWriter<byte> text, int digits, Place place)
    {
        var letter = (char)cursor.Peek;
        cursor.Skip(1);
        var rest = cursor.Rest;
        var code = 0u;
        if (rest.Length < digits
            || !uint.TryParse(rest[..digits], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out code))
        {
            cursor.Report(place, string.Create(CultureInfo.InvariantCulture, $"\\{letter} needs {digits} hexadecimal digits"));
            return;
        }

        cursor.Skip(digits);
        if (!Rune.IsValid(code))
        {
            cursor.Report(place, string.Create(CultureInfo.InvariantCulture, $"U+{code:X4} is not a Unicode character"));
            return;
        }

        Span<byte> encoded = stackalloc byte[4];
        text.Write(encoded[..new Rune(code).EncodeToUtf8(encoded)]);
    }

    /// <summary>A backslash at the end of a line: the blanks and ends of lines up to the next text go.</summary>
    private void SkipLineEnd(Place place)
    {
        cursor.SkipBlanks();
        if (!cursor.TrySkipNewline())
        {
            cursor.Report(place, "a backslash before blanks must be the last of its line");
            return;
        }

        do cursor.SkipBlanks();
        while (cursor.TrySkipNewline());
    }
}
