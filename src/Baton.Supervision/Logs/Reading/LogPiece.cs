namespace Baton.Supervision.Logs.Reading;

/// <summary>The next line, or piece of one, at the front of unread bytes.</summary>
/// <param name="TextStart">Bytes before its text.</param>
/// <param name="TextLength">Bytes of its text.</param>
/// <param name="Bytes">Bytes it takes in the file.</param>
/// <param name="EndsLine">Its last byte is the newline.</param>
internal readonly record struct LogPiece(int TextStart, int TextLength, int Bytes, bool EndsLine)
{
    /// <summary>The piece that begins at <paramref name="textStart"/>, or null when more bytes are needed to tell.</summary>
    /// <param name="unread">Bytes from the beginning of the line, or from where an earlier piece of it ended.</param>
    /// <param name="textStart">Length of the line's prefix; 0 inside a line.</param>
    /// <param name="end">What comes behind the unread bytes.</param>
    public static LogPiece? Find(ReadOnlySpan<byte> unread, int textStart, LogEnd end)
    {
        var text = unread[textStart..];
        var lineEnd = text[..Math.Min(text.Length, LogBatch.MaxPieceBytes + 1)].IndexOf((byte)'\n');
        if (lineEnd >= 0) return new LogPiece(textStart, lineEnd, textStart + lineEnd + 1, EndsLine: true);
        if (end == LogEnd.Open && text.Length <= LogBatch.MaxPieceBytes) return null;
        var length = Math.Min(text.Length, LogBatch.MaxPieceBytes);
        // At the end of a closed file half a character stays half a character.
        if (end != LogEnd.Closed || length < text.Length) length = WholeCharacters(text[..length]);
        return length == 0 ? null : new LogPiece(textStart, length, textStart + length, EndsLine: false);
    }

    /// <summary>How many bytes hold whole UTF-8 characters; all of them when the text is not UTF-8 at its end anyway.</summary>
    private static int WholeCharacters(ReadOnlySpan<byte> text)
    {
        for (var back = 1; back <= Math.Min(3, text.Length); back++)
        {
            var b = text[^back];
            if ((b & 0b1100_0000) == 0b1000_0000) continue;
            var needed = b switch { >= 0b1111_0000 => 4, >= 0b1110_0000 => 3, >= 0b1100_0000 => 2, _ => 1 };
            return needed > back ? text.Length - back : text.Length;
        }

        return text.Length;
    }
}

/// <summary>What comes behind the bytes read so far.</summary>
internal enum LogEnd
{
    /// <summary>More can be read, or may be written.</summary>
    Open,

    /// <summary>Nothing now: give what is there.</summary>
    Now,

    /// <summary>Nothing ever: the file is finished.</summary>
    Closed,
}
