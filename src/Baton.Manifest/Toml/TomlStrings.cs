using System.Buffers;
using System.Text;
using Baton.Manifest.Tree;

namespace Baton.Manifest.Toml;

/// <summary>Reads the four forms of strings.</summary>
internal sealed class TomlStrings(TomlCursor cursor)
{
    private readonly ArrayBufferWriter<byte> _text = new();
    private readonly TomlEscapes _escapes = new(cursor);

    /// <summary>Reads the string whose first quote is next; after an error of form the result means nothing.</summary>
    public string Read()
    {
        var start = cursor.Place;
        if (cursor.TrySkip("\"\"\""u8)) return ReadBody((byte)'"', isMultiLine: true, start);
        if (cursor.TrySkip("'''"u8)) return ReadBody((byte)'\'', isMultiLine: true, start);
        var quote = (byte)cursor.Peek;
        cursor.Skip(1);
        return TryReadPlain(quote) ?? ReadBody(quote, isMultiLine: false, start);
    }

    /// <summary>Most strings stand for themselves up to the quote that ends them; null for another, of which nothing was read then.</summary>
    private string? TryReadPlain(byte quote)
    {
        var rest = cursor.Rest;
        var length = TomlBytes.PlainLength(rest, quote);
        if (length == rest.Length || rest[length] != quote) return null;
        cursor.Skip(length + 1);
        return cursor.Words.TextOf(rest[..length]);
    }

    private string ReadBody(byte quote, bool isMultiLine, Place start)
    {
        _text.ResetWrittenCount();
        if (isMultiLine) cursor.TrySkipNewline();
        while (!cursor.HasFailed)
        {
            CopyPlain(quote);
            if (cursor.Peek == quote)
            {
                if (TryClose(quote, isMultiLine)) return Encoding.UTF8.GetString(_text.WrittenSpan);
            }
            else if (cursor.Peek == '\\')
            {
                _escapes.Read(_text, isMultiLine);
            }
            else
            {
                ReadControl(isMultiLine, start);
            }
        }

        return "";
    }

    /// <summary>Copies up to the next byte that means something.</summary>
    private void CopyPlain(byte quote)
    {
        var rest = cursor.Rest;
        var length = TomlBytes.PlainLength(rest, quote);
        _text.Write(rest[..length]);
        cursor.Skip(length);
    }

    /// <summary>At a quote: goes over the closing ones; false when it belongs to the text.</summary>
    private bool TryClose(byte quote, bool isMultiLine)
    {
        if (!isMultiLine)
        {
            cursor.Skip(1);
            return true;
        }

        var count = 1;
        // One or two quotes may stand before the three that close.
        while (count < 5 && count < cursor.Rest.Length && cursor.Rest[count] == quote) count++;
        _text.Write(cursor.Rest[..(count >= 3 ? count - 3 : count)]);
        cursor.Skip(count);
        return count >= 3;
    }

    private void ReadControl(bool isMultiLine, Place start)
    {
        if (cursor.Peek == TomlCursor.End) cursor.Fail(start, "the string is not closed before the end of the file");
        var from = cursor.Offset;
        if (cursor.TrySkipNewline())
        {
            if (isMultiLine) _text.Write(cursor.Since(from));
            else cursor.Fail(start, "the string is not closed on its line; text of several lines stands in \"\"\" or '''");
            return;
        }

        cursor.Report(cursor.Place, $"{cursor.Next} is not allowed in a string; write it as an escape");
        if (!cursor.HasFailed) cursor.Skip(1);
    }
}
