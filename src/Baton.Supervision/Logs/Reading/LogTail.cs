using System.Buffers;
using Baton.Supervision.Logs.Files;

namespace Baton.Supervision.Logs.Reading;

/// <summary>
/// Walks the log of one service backwards, line by line, to find where the last lines that are wanted begin: in one run, or with a time in
/// all. Reads blocks from the end, never more than the lines asked for need.
/// </summary>
internal sealed class LogTail : IDisposable
{
    private const int BlockBytes = 16 * 1024;
    private const int SmallBlockBytes = 2 * 1024;

    private readonly LogFolder _folder;
    private readonly LogScope _scope;
    private readonly byte[] _block;
    private readonly List<LogFileId> _files;
    private int _fileIndex;
    private LogFile? _file;
    private long _blockStart;
    private int _blockLength;
    private LogPosition _before;

    /// <param name="folder">The service's log.</param>
    /// <param name="scope">Only lines of this count; without a run and a time, of the newest run.</param>
    /// <param name="isOneOfMany">Use little memory.</param>
    /// <param name="ct">Ends the search for the end.</param>
    public LogTail(LogFolder folder, LogScope scope, bool isOneOfMany, CancellationToken ct)
    {
        (_folder, _scope) = (folder, scope);
        _block = ArrayPool<byte>.Shared.Rent(isOneOfMany ? SmallBlockBytes : BlockBytes);
        var files = folder.List(scope.Run);
        _files = files.Count == 0 || scope.IsOfAllRuns ? files : files.FindAll(file => file.Run == files[^1].Run);
        _fileIndex = _files.Count;
        if (scope.Until is { } until) OpenAt(LogSearch.FirstFrom(folder, _files, until < DateTime.MaxValue ? until.AddTicks(1) : until, ct));
        else OpenEarlier();
        Position = EndsInLine() ? _before with { LineBytes = _before.Offset - BeginningOfLine(_before.Offset) } : _before;
    }

    /// <summary>The end of the log, and after each <see cref="Step"/> the beginning of that line.</summary>
    public LogPosition Position { get; private set; }

    /// <summary>Time of the line of the last <see cref="Step"/>.</summary>
    public DateTime Time { get; private set; }

    /// <summary>Bytes read from files.</summary>
    public long BytesRead { get; private set; }

    /// <summary>Moves to the beginning of the wanted line before; false when there is none in this run.</summary>
    public bool Step(CancellationToken ct)
    {
        while (_file is not null)
        {
            ct.ThrowIfCancellationRequested();
            if (BytesRead >= _scope.TailBytes) return false;
            if (_before.Offset == 0)
            {
                OpenEarlier();
                continue;
            }

            var end = _before.Offset;
            _before = _before with { Offset = BeginningOfLine(end) };
            var prefix = ReadPrefix(_before.Offset, end);
            Time = prefix.Time;
            if (Time < _scope.Since) return false;
            if (_scope.Stream is { } wanted && wanted != prefix.Stream) continue;
            if (_scope.Grep is { } filter && !LinePieces.AnyFits(_file, _before.Offset + prefix.Length, end, filter)) continue;
            Position = _before;
            return true;
        }

        return false;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _file?.Dispose();
        ArrayPool<byte>.Shared.Return(_block);
    }

    private void OpenEarlier()
    {
        _file?.Dispose();
        _file = null;
        _blockLength = 0;
        // A file that is gone by now was the oldest: there is nothing before it.
        if (_fileIndex == 0 || _folder.Open(_files[--_fileIndex]) is not { } file) return;
        _file = file;
        if (Time == default) Time = file.Id.StartedAt;
        _before = new LogPosition(file.Id.Run, file.Id.Segment, file.Length, 0, file.Check);
    }

    /// <summary>Begins at a place instead of at the end.</summary>
    private void OpenAt(LogPosition position)
    {
        _fileIndex = _files.FindIndex(file => file.CompareTo(position.Run, position.Segment) == 0) + 1;
        OpenEarlier();
        if (_file is not null) _before = _before with { Offset = Math.Min(position.Offset, _before.Offset) };
    }

    /// <summary>The file ends with a line that has no newline yet: whoever begins at the end gets the rest of it as continued.</summary>
    private bool EndsInLine()
    {
        Span<byte> last = stackalloc byte[1];
        return _before.Offset > 0 && _file!.Read(last, _before.Offset - 1) == 1 && last[0] != '\n';
    }

    /// <summary>Where the line begins whose last byte stands before <paramref name="end"/>.</summary>
    private long BeginningOfLine(long end)
    {
        // The byte before the end is this line's own newline, or the last of a line that has none yet.
        var at = end - 1;
        while (at > 0)
        {
            if (at <= _blockStart || at > _blockStart + _blockLength) Load(at);
            if (_blockLength == 0) return at;
            var newline = _block.AsSpan(0, (int)(at - _blockStart)).LastIndexOf((byte)'\n');
            if (newline >= 0) return _blockStart + newline + 1;
            at = _blockStart;
        }

        return 0;
    }

    /// <summary>Reads the block that ends at <paramref name="end"/>.</summary>
    private void Load(long end)
    {
        _blockStart = Math.Max(0, end - _block.Length);
        _blockLength = 0;
        while (_blockLength < end - _blockStart)
        {
            var read = _file!.Read(_block.AsSpan(_blockLength, (int)(end - _blockStart) - _blockLength), _blockStart + _blockLength);
            // Only when somebody cut the file meanwhile.
            if (read == 0) break;
            _blockLength += read;
            BytesRead += read;
        }
    }

    private LinePrefix ReadPrefix(long from, long to)
    {
        var wanted = (int)Math.Min(LinePrefix.MaxLength, to - from);
        if (from >= _blockStart && from + wanted <= _blockStart + _blockLength)
            return LinePrefix.Read(_block.AsSpan((int)(from - _blockStart), wanted), Time);
        Span<byte> start = stackalloc byte[LinePrefix.MaxLength];
        var read = _file!.Read(start[..wanted], from);
        BytesRead += read;
        return LinePrefix.Read(start[..read], Time);
    }
}
