namespace Baton.Core.Notices;

/// <summary>
/// The sequencer: allots numbers to notices in memory, keeps the newest few and hands each to whoever listens. Writers never wait for
/// a listener; what a slow reader missed it reads by number, as long as it is kept.
/// </summary>
/// <param name="time">The clock of the notices.</param>
/// <param name="kept">How many of the newest notices are kept; the oldest go first.</param>
/// <param name="lastSeq">The last number in use before this board, so that numbers go on.</param>
public sealed class NoticeBoard(TimeProvider time, int kept = 4096, long lastSeq = 0)
{
    private readonly Lock _gate = new();
    private readonly Notice[] _ring = new Notice[kept];
    private readonly List<Action<Notice>> _listeners = [];
    private readonly long _before = lastSeq;
    private long _last = lastSeq;

    /// <summary>Number of the newest notice; the number the board began with when there is none.</summary>
    public long Last
    {
        get
        {
            lock (_gate) return _last;
        }
    }

    /// <summary>The number that the board began with: its first notice has the next one.</summary>
    public long Began => _before;

    /// <summary>Number of the oldest notice that is kept; one more than <see cref="Last"/> when there is none.</summary>
    public long Oldest
    {
        get
        {
            lock (_gate) return Math.Max(_before, _last - kept) + 1;
        }
    }

    /// <summary>Publishes a fact and returns its number, to be the cause of what follows from it.</summary>
    public long Publish(string subject, string what, long? cause = null, string? detail = null)
    {
        Notice notice;
        Action<Notice>[] listeners;
        lock (_gate)
        {
            notice = new Notice(++_last, time.GetUtcNow(), subject, what, cause, detail);
            _ring[_last % kept] = notice;
            listeners = [.. _listeners];
        }

        foreach (var listener in listeners) listener(notice);
        return notice.Seq;
    }

    /// <summary>
    /// The kept notices after number <paramref name="after"/>, oldest first, at most <paramref name="limit"/>. The first one's number
    /// tells a reader that came too late how many it missed.
    /// </summary>
    public IReadOnlyList<Notice> After(long after, int limit)
    {
        lock (_gate)
        {
            var first = Math.Max(Math.Max(after, _before), _last - kept) + 1;
            var result = new List<Notice>();
            for (var seq = first; seq <= _last && result.Count < limit; seq++) result.Add(_ring[seq % kept]);
            return result;
        }
    }

    /// <summary>
    /// Calls <paramref name="listener"/> for each later notice, on the publisher's thread: it must only take note (wake a reader, post
    /// to a mailbox) and return. Disposing the result ends it.
    /// </summary>
    public IDisposable Listen(Action<Notice> listener)
    {
        lock (_gate) _listeners.Add(listener);
        return new Subscription(this, listener);
    }

    private sealed class Subscription(NoticeBoard board, Action<Notice> listener) : IDisposable
    {
        public void Dispose()
        {
            lock (board._gate) board._listeners.Remove(listener);
        }
    }
}
