using System.Buffers;
using Baton.Core.Notices;
using Baton.Journal.Records;

namespace Baton.Journal.Writing;

/// <summary>
/// Writes what a board publishes. Publishers pay one wake; the board's own store of the newest facts is the queue, so that nothing is
/// held twice. A disk that takes nothing is tried again every five seconds; what the board has let go by then is a gap in the numbers.
/// </summary>
internal sealed class JournalWriter : IThreadPoolWorkItem, IDisposable
{
    private const int BatchSize = 256;
    private const int KeptBufferBytes = 64 * 1024;
    private static readonly TimeSpan RetryEvery = TimeSpan.FromSeconds(5);

    private readonly NoticeBoard _board;
    private readonly SegmentWriter _segments;
    private readonly NumberReserve? _reserve;
    private readonly IDisposable _listening;
    private readonly ITimer _retry;
    private readonly Action<Exception> _crashed;
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ArrayBufferWriter<byte> _buffer = new(1024);
    private readonly long _writtenBefore;
    private long _written;
    private long _lost;
    private int _wakes;
    private bool _isInTrouble;
    private bool _isBegun;
    private volatile bool _isRetryDue;
    private volatile bool _isClosing;

    /// <param name="board">Whose facts; its numbers go on after the journal's.</param>
    /// <param name="segments">Where to.</param>
    /// <param name="reserve">Which numbers are in use; null when that cannot be remembered.</param>
    /// <param name="writtenBefore">The last number that earlier daemons have written.</param>
    /// <param name="time">The clock of the retries.</param>
    /// <param name="crashed">Told of a bug.</param>
    public JournalWriter(NoticeBoard board, SegmentWriter segments, NumberReserve? reserve, long writtenBefore, TimeProvider time, Action<Exception> crashed)
    {
        (_board, _segments, _reserve, _writtenBefore, _crashed) = (board, segments, reserve, writtenBefore, crashed);
        _written = board.Oldest - 1;
        _retry = time.CreateTimer(_ => Retry(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _listening = board.Listen(_ => Wake());
        if (board.Last > _written) Wake();
    }

    /// <summary>Writes what was published so far, where the disk takes it, then ends.</summary>
    public Task CloseAsync()
    {
        _listening.Dispose();
        _isClosing = true;
        Wake();
        return _closed.Task;
    }

    /// <summary>Ends at once; what is not written is lost.</summary>
    public void Dispose()
    {
        _listening.Dispose();
        _retry.Dispose();
        _segments.Dispose();
        _reserve?.Dispose();
    }

    /// <summary>One turn; never two at a time.</summary>
    void IThreadPoolWorkItem.Execute()
    {
        var seen = Volatile.Read(ref _wakes);
        try
        {
            if (!_closed.Task.IsCompleted) Turn();
        }
        catch (Exception e)
        {
            // Top of a loop: a bug, and nothing more is written.
            _closed.TrySetResult();
            _crashed(e);
        }

        if (Interlocked.Add(ref _wakes, -seen) > 0) Schedule();
    }

    private void Wake()
    {
        if (Interlocked.Increment(ref _wakes) == 1) Schedule();
    }

    private void Schedule() => ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);

    private void Retry()
    {
        _isRetryDue = true;
        Wake();
    }

    private void Turn()
    {
        if (_isInTrouble && !_isRetryDue && !_isClosing) return;
        _isRetryDue = false;
        var isDone = TryWriteAll();
        if (!_isClosing) return;
        if (isDone) End();
        _closed.TrySetResult();
    }

    private bool TryWriteAll()
    {
        try
        {
            while (_board.After(_written, BatchSize) is { Count: > 0 } notices) Write(notices);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            if (!_isInTrouble) _board.Publish("daemon", "journal_trouble", cause: null, $"cannot write the journal: {e.Message}; it is tried again every {RetryEvery.TotalSeconds:0} s");
            _isInTrouble = true;
            if (!_isClosing) _retry.Change(RetryEvery, Timeout.InfiniteTimeSpan);
            return false;
        }

        if (_isInTrouble) _board.Publish("daemon", "journal_ok", cause: null, _lost > 0 ? FormattableString.Invariant($"the journal is written again; {_lost} events are missing in it") : "the journal is written again, and complete");
        else if (_lost > 0) _board.Publish("daemon", "journal_gap", cause: null, FormattableString.Invariant($"the disk was too slow: {_lost} events are missing in the journal"));
        (_isInTrouble, _lost) = (false, 0);
        return true;
    }

    private void Write(IReadOnlyList<Notice> notices)
    {
        var (first, last) = (notices[0], notices[^1]);
        ReserveAhead();
        _buffer.ResetWrittenCount();
        if (!_isBegun) RecordFormat.WriteBegin(_buffer, _written, _writtenBefore, first.Time);
        foreach (var notice in notices) RecordFormat.Write(_buffer, notice);
        _segments.Write(_buffer.WrittenSpan, first.Seq, first.Time);
        _isBegun = true;
        _lost += first.Seq - _written - 1;
        _written = last.Seq;
        // One burst of long texts must not cost its memory for ever.
        if (_buffer.Capacity > KeptBufferBytes) _buffer = new ArrayBufferWriter<byte>(1024);
    }

    /// <summary>Ahead of what is published, not of what is written: under a burst the one runs far before the other.</summary>
    private void ReserveAhead()
    {
        var published = _board.Last;
        if (_reserve is not null && published + (NumberReserve.Block / 4 * 3) > _reserve.Reserved) _reserve.Reserve(published + NumberReserve.Block);
    }

    /// <summary>An orderly end leaves no doubt about numbers.</summary>
    private void End()
    {
        try
        {
            _reserve?.Reserve(_board.Last);
        }
        catch (IOException)
        {
            // The block that is reserved stays so, and the next daemon's numbers begin behind it.
        }
    }
}
