namespace Baton.Runtime.Control;

/// <summary>
/// Cuts what comes into lines, which end in LF or, the last one, with the stream; one CR before the end is dropped. The buffer grows with the line up to
/// the limit, and is given back after it.
/// </summary>
/// <param name="stream">Where it comes from.</param>
/// <param name="longest">Most bytes of a line without its end; what is longer is dropped up to its end.</param>
internal sealed class LineReader(Stream stream, int longest)
{
    /// <summary>Enough for all requests but those with long paths or type names.</summary>
    private const int FirstBytes = 4096;

    private byte[] _buffer = new byte[FirstBytes];
    private int _start, _looked, _end;
    private bool _isSkipping, _isEnded;

    /// <summary>The next line.</summary>
    /// <param name="ct">Ends the waiting.</param>
    /// <returns>Its kind, and its bytes, which hold until the next call.</returns>
    public async ValueTask<(LineKind Kind, ReadOnlyMemory<byte> Bytes)> ReadAsync(CancellationToken ct)
    {
        while (true)
        {
            if (Cut() is { } line) return line;
            if (_isEnded) return Rest();
            MakeRoom();
            var count = await stream.ReadAsync(_buffer.AsMemory(_end), ct);
            (_end, _isEnded) = (_end + count, count == 0);
        }
    }

    /// <summary>The next bytes as they are, at least one; 0 when no more come.</summary>
    public async ValueTask<int> ReadRawAsync(Memory<byte> buffer, CancellationToken ct)
    {
        if (_end == _start) return await stream.ReadAsync(buffer, ct);
        // What came together with the line before.
        var count = Math.Min(buffer.Length, _end - _start);
        _buffer.AsMemory(_start, count).CopyTo(buffer);
        _start += count;
        _looked = _start;
        return count;
    }

    private (LineKind Kind, ReadOnlyMemory<byte> Bytes)? Cut()
    {
        var at = _buffer.AsSpan(_looked, _end - _looked).IndexOf((byte)'\n');
        if (at < 0)
        {
            _looked = _end;
            // One more than the longest, for a CR.
            if (_isSkipping || _end - _start > longest + 1) (_isSkipping, _start, _looked, _end) = (true, 0, 0, 0);
            return null;
        }

        var line = _buffer.AsMemory(_start, _looked + at - _start);
        _start = _looked = _looked + at + 1;
        return Finish(line);
    }

    private (LineKind Kind, ReadOnlyMemory<byte> Bytes) Rest()
    {
        if (_start == _end && !_isSkipping) return (LineKind.End, default);
        var line = _buffer.AsMemory(_start, _end - _start);
        _start = _looked = _end;
        return Finish(line);
    }

    private (LineKind Kind, ReadOnlyMemory<byte> Bytes) Finish(Memory<byte> line)
    {
        if (line.Span is [.., (byte)'\r']) line = line[..^1];
        var isTooLong = _isSkipping || line.Length > longest;
        _isSkipping = false;
        return isTooLong ? (LineKind.TooLong, default) : (LineKind.Line, line);
    }

    private void MakeRoom()
    {
        if (_start == _end)
        {
            (_start, _looked, _end) = (0, 0, 0);
            if (_buffer.Length > FirstBytes && !_isSkipping) _buffer = new byte[FirstBytes];
        }

        if (_end < _buffer.Length) return;
        var room = _start > 0 ? _buffer : new byte[Math.Min(_buffer.Length * 2, longest + 2)];
        _buffer.AsSpan(_start, _end - _start).CopyTo(room);
        (_buffer, _start, _looked, _end) = (room, 0, _looked - _start, _end - _start);
    }
}
