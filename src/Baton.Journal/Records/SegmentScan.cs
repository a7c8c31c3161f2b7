using System.Buffers;
using Microsoft.Win32.SafeHandles;

namespace Baton.Journal.Records;

/// <summary>
/// Reads the records of a segment in order, over damage, with one bounded buffer. It may be read while it is written: a record that is
/// there in part is an end for now.
/// </summary>
/// <param name="file">The segment; the caller disposes it.</param>
/// <param name="from">Where to begin: behind a whole record, or 0.</param>
internal sealed class SegmentScan(SafeFileHandle file, long from) : IDisposable
{
    private const int BufferBytes = 64 * 1024;

    private readonly byte[] _buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
    private long _bufferOffset = Math.Max(from, SegmentHeader.Bytes);
    private int _from;
    private int _to;
    private int _currentAt;
    private int _currentLength;

    /// <summary>Offset behind the last whole record; one that goes on later begins here.</summary>
    public long End { get; private set; } = Math.Max(from, SegmentHeader.Bytes);

    /// <summary>Bytes passed over that were no record and had one behind them.</summary>
    public long DamagedBytes { get; private set; }

    /// <summary>The record moved to; valid until the next move.</summary>
    public Record Current => new(_buffer.AsSpan(_currentAt, _currentLength));

    /// <summary>Moves to the next whole record; false when there is none, for now.</summary>
    public bool MoveNext()
    {
        while (true)
        {
            switch (RecordFormat.Look(_buffer.AsSpan(_from, _to - _from), out var length))
            {
                case RecordLook.Whole:
                    (_currentAt, _currentLength) = (_from, length);
                    DamagedBytes += _bufferOffset + _from - End;
                    _from += length;
                    End = _bufferOffset + _from;
                    return true;
                case RecordLook.Incomplete:
                    // At the end of the file it is torn, or its length is damaged and others follow.
                    if (!Fill() && !Skip()) return false;
                    break;
                default:
                    if (!Skip()) return false;
                    break;
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => ArrayPool<byte>.Shared.Return(_buffer);

    /// <summary>Goes on to where the next record may begin; false when there is no such place.</summary>
    private bool Skip()
    {
        if (_from < _to) _from++;
        while (true)
        {
            var at = _buffer.AsSpan(_from, _to - _from).IndexOf(RecordFormat.Marker);
            if (at >= 0)
            {
                _from += at;
                return true;
            }

            // The marker itself may be cut by the end of the buffer.
            _from = Math.Max(_from, _to - RecordFormat.Marker.Length + 1);
            if (!Fill()) return false;
        }
    }

    /// <summary>Reads more behind what is not consumed; false at the end of the file.</summary>
    private bool Fill()
    {
        _buffer.AsSpan(_from, _to - _from).CopyTo(_buffer);
        _bufferOffset += _from;
        (_from, _to) = (0, _to - _from);
        if (_to == _buffer.Length) return false;
        var read = RandomAccess.Read(file, _buffer.AsSpan(_to), _bufferOffset + _to);
        _to += read;
        return read > 0;
    }
}
