using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Unicode;
using Baton.Manifest.Tree;

namespace Baton.Manifest.Text;

/// <summary>
/// The bytes of one file, known to be valid UTF-8 and of bounded size, and the places of its offsets. Places are asked for in rising
/// order by the readers, so finding all of them costs one pass over the file.
/// </summary>
internal sealed class SourceText
{
    private readonly string _fileName;
    private readonly int _start;
    private int _offset;
    private int _line = 1;
    private int _column = 1;

    private SourceText(string fileName, byte[] bytes)
    {
        _fileName = fileName;
        Bytes = bytes;
        _start = bytes.AsSpan().StartsWith("\uFEFF"u8) ? 3 : 0;
        _offset = _start;
    }

    /// <summary>The whole file.</summary>
    public byte[] Bytes { get; }

    /// <summary>Where the text begins: after the byte order mark, if there is one.</summary>
    public int Start => _start;

    /// <summary>Takes the bytes when they are valid; null, and a problem told, when they are not.</summary>
    public static SourceText? Open(string fileName, byte[] bytes, Diagnostics diagnostics)
    {
        if (bytes.Length > Limits.MaxBytes)
        {
            diagnostics.Add(new Place(fileName, 1, 1), Limits.TooLarge);
            return null;
        }

        var text = new SourceText(fileName, bytes);
        if (Utf8.IsValid(bytes)) return text;
        var bad = text.FirstInvalid();
        var hint = bytes is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..] ? "; it looks like UTF-16, save it as UTF-8" : "";
        diagnostics.Add(text.PlaceOf(bad), $"the file is not valid UTF-8 (byte 0x{bytes[bad]:X2}){hint}");
        return null;
    }

    /// <summary>The place of a byte offset; the end of the file has one too.</summary>
    public Place PlaceOf(int offset)
    {
        // Going back happens only when a problem is told, and those are bounded in number.
        if (offset < _offset) (_offset, _line, _column) = (_start, 1, 1);
        for (; _offset < offset; _offset++)
        {
            var b = Bytes[_offset];
            if (b == '\n') (_line, _column) = (_line + 1, 1);
            else if ((b & 0xC0) != 0x80) _column += b >= 0xF0 ? 2 : 1;
        }

        return new Place(_fileName, _line, _column);
    }

    /// <summary>What stands at an offset, for messages: <c>'x'</c>, <c>the end of the line</c>.</summary>
    public string Describe(int offset)
    {
        if (offset >= Bytes.Length) return "the end of the file";
        if (Bytes[offset] == '\n' || Bytes.AsSpan(offset).StartsWith("\r\n"u8)) return "the end of the line";
        return Rune.DecodeFromUtf8(Bytes.AsSpan(offset), out var rune, out _) != OperationStatus.Done ? "an invalid character"
            : Rune.IsControl(rune) || Rune.GetUnicodeCategory(rune) is UnicodeCategory.Format ? $"the control character {CodePoint(rune)}"
            : rune.Value > 0x7F ? $"'{rune}' ({CodePoint(rune)})"
            : $"'{rune}'";
    }

    private static string CodePoint(Rune rune) => string.Create(CultureInfo.InvariantCulture, $"U+{rune.Value:X4}");

    private int FirstInvalid()
    {
        var offset = 0;
        while (Rune.DecodeFromUtf8(Bytes.AsSpan(offset), out _, out var length) == OperationStatus.Done) offset += length;
        return offset;
    }
}
