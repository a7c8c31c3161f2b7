using System.Buffers;
using Baton.Supervision.Logs.Files;

namespace Baton.Supervision.Logs.Reading;

/// <summary>A window on one open file that moves forwards: bytes read and not yet taken.</summary>
internal sealed class LogBlock(BlockBudget budget) : IDisposable
{
    private byte[] _bytes = budget.Rent();
    private int _start;
    private int _end;
    private long _offset;

    /// <summary>The open file; null before <see cref="Open"/>.</summary>
    public LogFile? File { get; private set; }

    /// <summary>Bytes read and not yet taken.</summary>
    public ReadOnlySpan<byte> Unread => _bytes.AsSpan(_start, _end - _start);

    /// <summary>No more bytes fit before some are taken.</summary>
    public bool IsFull => _end - _start == _bytes.Length;

    /// <summary>Goes on in another file, which is closed with the block.</summary>
    public void Open(LogFile? file, long offset)
    {
        File?.Dispose();
        File = file;
        _offset = offset;
        _start = _end = 0;
    }

    /// <summary>Reads more; 0 at the end of the file, or when <see cref="IsFull"/>.</summary>
    public int Fill()
    {
        if (_start > 0)
        {
            Unread.CopyTo(_bytes);
            (_start, _end) = (0, _end - _start);
        }

        if (_end == _bytes.Length && !budget.TryGrow(ref _bytes)) return 0;
        var read = File!.Read(_bytes.AsSpan(_end), _offset + _end);
        _end += read;
        return read;
    }

    /// <summary>Moves behind bytes that were taken.</summary>
    public void Skip(int bytes)
    {
        _start += bytes;
        _offset += bytes;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        File?.Dispose();
        ArrayPool<byte>.Shared.Return(_bytes);
    }
}
