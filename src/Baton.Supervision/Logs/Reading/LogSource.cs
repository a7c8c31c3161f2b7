using Baton.Supervision.Logs.Files;

namespace Baton.Supervision.Logs.Reading;

/// <summary>Reads the log of one service forwards, over file and run borders, one line or piece of a line at a time.</summary>
/// <remarks>
/// A file is finished only when a later one existed before a read of it came back empty: until then its writer may add to it.
/// </remarks>
internal sealed class LogSource(LogFolder folder, LogPosition from, LogScope scope, BlockBudget budget) : IDisposable
{
    private readonly LogBlock _block = new(budget);
    private LogPosition _position = from;
    private LinePrefix _line;
    private LogPiece _piece;
    private bool _isGap;

    public string Service => folder.Service;

    /// <summary>Where the first line not yet taken begins.</summary>
    public LogPosition Position => _position with { Check = _block.File?.Check ?? _position.Check };

    /// <summary>Time of the piece that <see cref="Advance"/> found.</summary>
    public DateTime Time => _line.Time;

    /// <summary>There is a line at the end of the log that has no newline yet, and it was kept back.</summary>
    public bool HoldsBack { get; private set; }

    /// <summary>The last <see cref="Advance"/> stopped at its limit, not at the end of the log.</summary>
    public bool IsInterrupted { get; private set; }

    /// <summary>Bytes read from files.</summary>
    public long BytesRead { get; private set; }

    /// <summary>The end of the last run that was left for a later one; its last words may still be on their way into the file.</summary>
    public LogPosition? Left { get; private set; }

    /// <summary>Finds the next wanted piece; false when there is none now, or <paramref name="maxBytes"/> were read without one.</summary>
    public bool Advance(long maxBytes)
    {
        (HoldsBack, IsInterrupted) = (false, false);
        var limit = BytesRead + maxBytes;
        while (TryFind())
        {
            // Behind it there are only later lines.
            if (_line.Time > scope.Until) return false;
            if (IsWanted) return true;
            Skip();
            if (BytesRead < limit) continue;
            IsInterrupted = true;
            return false;
        }

        HoldsBack = !_block.Unread.IsEmpty;
        return false;
    }

    /// <summary>
    /// Puts the found piece into a batch and moves behind it; ahead of it, as a turn of its own, a note that lines are missing.
    /// </summary>
    public void Take(LogBatch into)
    {
        if (_isGap)
        {
            _isGap = false;
            into.Add(Service, _position.Run, Time, LogStreamKind.Baton, false, "output before this is no longer kept"u8, endsLine: true);
            return;
        }

        var text = _block.Unread.Slice(_piece.TextStart, _piece.TextLength);
        into.Add(Service, _position.Run, Time, _line.Stream, _line.IsContinued || _position.LineBytes > 0, text, _piece.EndsLine);
        Skip();
    }

    /// <inheritdoc/>
    public void Dispose() => _block.Dispose();

    /// <summary>Not of another stream; nor the mere newline of a line whose pieces were all given already; and it fits.</summary>
    private bool IsWanted =>
        (scope.Stream is null || scope.Stream == _line.Stream) && (_piece.TextLength > 0 || _position.LineBytes == 0)
        && (scope.Grep is null || scope.Grep.Fits(_block.Unread.Slice(_piece.TextStart, _piece.TextLength)));

    private bool TryFind()
    {
        while (true)
        {
            if (_block.File is null && !Open()) return false;
            if (FindPiece(_block.IsFull ? LogEnd.Now : LogEnd.Open)) return true;
            if (Fill()) continue;
            // The order matters: look for a later file first, then see that nothing was added before it came.
            if (Later() is not { } later) return scope.GivesPartial && FindPiece(LogEnd.Now);
            if (Fill()) continue;
            if (FindPiece(LogEnd.Closed)) return true;
            if (later.Run != _position.Run) Left = Position;
            Go(LogPosition.BeginningOf(later));
        }
    }

    private bool FindPiece(LogEnd end)
    {
        var unread = _block.Unread;
        if (unread.IsEmpty) return false;
        if (_position.LineBytes > 0) return Found(LogPiece.Find(unread, textStart: 0, end));
        _line = LinePrefix.Read(unread, _line.Time);
        // Too short for a prefix and still growing: what it will be cannot be told yet.
        var isCut = _line.Length == 0 && unread.Length < LinePrefix.MaxLength && !unread.Contains((byte)'\n');
        if (isCut && end != LogEnd.Closed) return false;
        return Found(LogPiece.Find(unread, _line.Length, end));
    }

    private bool Found(LogPiece? piece)
    {
        _piece = piece ?? default;
        return piece is not null;
    }

    private bool Fill()
    {
        var read = _block.Fill();
        BytesRead += read;
        return read > 0;
    }

    private void Skip()
    {
        var lineBytes = _piece.EndsLine ? 0 : _position.LineBytes + _piece.Bytes;
        _position = _position with { Offset = _position.Offset + _piece.Bytes, LineBytes = lineBytes };
        _block.Skip(_piece.Bytes);
    }

    private LogFileId? Later()
    {
        var later = FirstLater();
        var isNext = later is { } next && next.Run == _position.Run && next.Segment == _position.Segment + 1;
        // A listing may miss a file whose name changes meanwhile, as when it is compressed: what would be skipped is looked for twice.
        return isNext || later is null ? later : FirstLater();
    }

    private LogFileId? FirstLater()
    {
        foreach (var file in folder.List(scope.Run))
        {
            if (file.CompareTo(_position.Run, _position.Segment) > 0) return file;
        }

        return null;
    }

    private void Go(LogPosition to)
    {
        _position = to;
        _block.Open(null, 0);
    }

    /// <summary>Opens the file of the position, or the oldest after it when that is gone; false when there is none.</summary>
    private bool Open()
    {
        for (var attempt = 0; attempt < 3; attempt++)
        {
            if (LogResolution.Of(folder, scope.Run, _position) is not { } found) return false;
            if (folder.Open(found) is not { } file) continue;
            if (!LogResolution.IsAt(file, _position))
            {
                _isGap |= _position.Run > 0;
                _position = LogPosition.BeginningOf(found);
            }

            _block.Open(file, _position.Offset);
            if (_line.Time == default) _line = _line with { Time = found.StartedAt };
            if (_position.LineBytes > 0) _line = ReadLine(file, _position.Offset - _position.LineBytes);
            return true;
        }

        return false;
    }

    private LinePrefix ReadLine(LogFile file, long offset)
    {
        Span<byte> start = stackalloc byte[LinePrefix.MaxLength];
        return LinePrefix.Read(start[..file.Read(start, offset)], _line.Time);
    }
}
