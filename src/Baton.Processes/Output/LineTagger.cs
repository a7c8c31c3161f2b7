namespace Baton.Processes.Output;

/// <summary>
/// Puts <c>TIME [stream] </c> in front of every line while it passes, without waiting for its end. A line that goes on in the next
/// piece goes on in the file with no mark. Only where something else cuts in does it get a newline, and its rest the tag
/// <c>[stream+]</c>. A value: the pump tags with a copy and keeps it once the bytes are safely written.
/// </summary>
internal struct LineTagger
{
    /// <summary>Longest text put before a piece of a line: a cutting newline, time, tag with plus, blank.</summary>
    public const int LongestPrefix = 1 + Stamp.Length + 11;

    private const byte NewLine = (byte)'\n';

    private bool _isStdoutCut;
    private bool _isStderrCut;

    /// <summary>Whose unfinished line stands at the end of the file.</summary>
    public OutputStream Open { get; private set; }

    /// <summary>All of the state in one byte, for the state page.</summary>
    public readonly byte Flags => (byte)((int)Open | (_isStdoutCut ? 4 : 0) | (_isStderrCut ? 8 : 0));

    /// <summary>The state that <see cref="Flags"/> gave.</summary>
    public static LineTagger FromFlags(byte flags) =>
        new() { Open = (OutputStream)(flags & 3), _isStdoutCut = (flags & 4) != 0, _isStderrCut = (flags & 8) != 0 };

    /// <summary>
    /// Tags as many whole pieces (lines, and the unfinished one at the end) of <paramref name="input"/> as fit, keeping one byte for the
    /// newline that may have to cut an unfinished line.
    /// </summary>
    /// <returns>Bytes of input used, of output written, and line ends among them; 0 used when not even the first piece fits.</returns>
    public (int Used, int Written, int Lines) Tag(OutputStream stream, ReadOnlySpan<byte> input, Span<byte> output, ReadOnlySpan<byte> stamp)
    {
        var written = 0;
        var used = 0;
        var ends = 0;
        Span<byte> prefix = stackalloc byte[LongestPrefix];
        var prefixLength = Prefix(stream, prefix, stamp);
        var isFirst = true;
        while (used < input.Length)
        {
            var rest = input[used..];
            var end = rest.IndexOf(NewLine);
            var text = end < 0 ? rest : rest[..(end + 1)];
            if (written + prefixLength + text.Length + (end < 0 ? 1 : 0) > output.Length) break;
            prefix[..prefixLength].CopyTo(output[written..]);
            text.CopyTo(output[(written + prefixLength)..]);
            written += prefixLength + text.Length;
            used += text.Length;
            if (end >= 0) ends++;
            if (!isFirst && end >= 0) continue;
            // Only the first piece can go on with an earlier line, cut another stream's, or be the rest of a cut one.
            Passed(stream, end >= 0);
            prefixLength = Prefix(stream, prefix, stamp);
            isFirst = false;
            if (end < 0) continue;
            // From here on every whole line has the same prefix.
            var (lines, copied) = LineCopy.Copy(input[used..], output[written..], prefix[..prefixLength]);
            used += lines;
            written += copied;
            // Each of them has grown by its prefix, so none has to be counted.
            ends += (copied - lines) / prefixLength;
        }

        return (used, written, ends);
    }

    /// <summary>Writes a line of Baton's own; returns its length.</summary>
    public int Note(ReadOnlySpan<byte> text, Span<byte> output, ReadOnlySpan<byte> stamp)
    {
        var written = Cut(output);
        stamp.CopyTo(output[written..]);
        written += stamp.Length;
        "[baton] "u8.CopyTo(output[written..]);
        written += 8;
        text.CopyTo(output[written..]);
        written += text.Length;
        output[written] = NewLine;
        return written + 1;
    }

    /// <summary>Ends an unfinished line at the end of the file, whose rest will be marked; returns 0 or 1 bytes written.</summary>
    public int Cut(Span<byte> output)
    {
        if (Open == OutputStream.None) return 0;
        output[0] = NewLine;
        SetCut(Open, true);
        Open = OutputStream.None;
        return 1;
    }

    /// <summary>Bytes of a stream were thrown away: what stands at the file's end of it will not go on.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="isLineComplete">The last byte thrown away ended a line.</param>
    public void Dropped(OutputStream stream, bool isLineComplete)
    {
        if (Open == stream) Open = OutputStream.Lost;
        SetCut(stream, !isLineComplete);
    }

    private readonly int Prefix(OutputStream stream, Span<byte> prefix, ReadOnlySpan<byte> stamp)
    {
        if (Open == stream) return 0;
        var length = 0;
        if (Open != OutputStream.None) prefix[length++] = NewLine;
        stamp.CopyTo(prefix[length..]);
        length += stamp.Length;
        var isCut = stream == OutputStream.Stdout ? _isStdoutCut : _isStderrCut;
        var tag = stream == OutputStream.Stdout ? "[stdout] "u8 : "[stderr] "u8;
        var plusTag = stream == OutputStream.Stdout ? "[stdout+] "u8 : "[stderr+] "u8;
        (isCut ? plusTag : tag).CopyTo(prefix[length..]);
        return length + (isCut ? plusTag : tag).Length;
    }

    private void Passed(OutputStream stream, bool isLineComplete)
    {
        if (Open != stream) SetCut(Open, true);
        SetCut(stream, false);
        Open = isLineComplete ? OutputStream.None : stream;
    }

    private void SetCut(OutputStream stream, bool isCut)
    {
        if (stream == OutputStream.Stdout) _isStdoutCut = isCut;
        if (stream == OutputStream.Stderr) _isStderrCut = isCut;
    }
}
