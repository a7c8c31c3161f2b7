namespace Baton.Containers.Following;

/// <summary>
/// How far one stream of a container has been copied: the time of its last piece, how many pieces it has of that very time, and how many bytes were written.
/// Each stream has its own, since the engine stamps both at once and may write them down in another order.
/// </summary>
internal sealed class StreamPlace
{
    private StreamCheckpoint _last;
    private long _toSkip;
    private long _bytesToSkip;
    private bool _isSkipping;

    /// <summary>The last piece, and all bytes written up to it.</summary>
    public StreamCheckpoint Last => _last;

    /// <summary>Bytes written in all, those of pieces that are not whole counted.</summary>
    public long Written { get; private set; }

    /// <summary>The engine has no more what this goes on after: how much of what followed is gone cannot be known.</summary>
    public bool HasGap { get; private set; }

    /// <summary>Goes on with a stream that another follower wrote.</summary>
    /// <param name="from">What is known of its place.</param>
    /// <param name="written">Bytes that it had written.</param>
    public void GoOn(StreamCheckpoint from, long written) => (_last, Written, _bytesToSkip) = (from, written, Math.Max(0, written - from.Written));

    /// <summary>The engine tells again from a time on that is not after the last piece.</summary>
    public void Rewind() => (_isSkipping, _toSkip) = (_last.Ordinal > 0, _last.Ordinal);

    /// <summary>Takes one piece: what of it is to be written; empty when it has been already.</summary>
    /// <param name="stamp">Its time, in nanoseconds since 1970.</param>
    /// <param name="bytes">Without that.</param>
    public ReadOnlyMemory<byte> Take(long stamp, ReadOnlyMemory<byte> bytes)
    {
        if (_isSkipping && WasTaken(stamp)) return default;
        if (stamp == _last.Stamp) _last = _last with { Ordinal = _last.Ordinal + 1 };
        else if (stamp > _last.Stamp) _last = _last with { Stamp = stamp, Ordinal = 1 };
        var skipped = (int)Math.Min(_bytesToSkip, bytes.Length);
        _bytesToSkip -= skipped;
        Written += bytes.Length - skipped;
        _last = _last with { Written = Written - _bytesToSkip, Note = 0 };
        return bytes[skipped..];
    }

    /// <summary>Words of the follower's own go into the stream.</summary>
    public StreamCheckpoint Note(int length)
    {
        Written += length;
        return _last = _last with { Written = Written - _bytesToSkip, Note = length };
    }

    private bool WasTaken(long stamp)
    {
        if (stamp < _last.Stamp) return true;
        if (stamp == _last.Stamp && _toSkip > 0)
        {
            _toSkip--;
            return true;
        }

        _isSkipping = false;
        if (stamp > _last.Stamp && _toSkip == _last.Ordinal && _bytesToSkip > 0) (HasGap, _bytesToSkip) = (true, 0);
        return false;
    }
}
