namespace Baton.Control.Notify;

/// <summary>
/// What is still to be sent to a target, and when: a bucket of as many messages as a minute may have, which fills evenly. When it has not enough for
/// all, all that waits becomes one message. No I/O; for one thread at a time.
/// </summary>
/// <param name="perMinute">Messages a minute.</param>
/// <param name="now">The time now, of a clock that does not jump.</param>
internal sealed class NotifyOutbox(int perMinute, TimeSpan now)
{
    /// <summary>The most that waits; the oldest go first.</summary>
    public const int Capacity = 256;

    private readonly Queue<NotifyMessage> _waiting = new();
    private double _tokens = perMinute;
    private TimeSpan _filledAt = now;

    /// <summary>How many wait.</summary>
    public int Count => _waiting.Count;

    /// <summary>How many were thrown away since it began.</summary>
    public long Dropped { get; private set; }

    /// <summary>Adds one; the oldest goes where there is no room.</summary>
    public void Add(NotifyMessage message)
    {
        if (_waiting.Count == Capacity)
        {
            _waiting.Dequeue();
            Dropped++;
        }

        _waiting.Enqueue(message);
    }

    /// <summary>The next message that may be sent now; null when there is none, or not yet.</summary>
    public NotifyMessage? Next(TimeSpan now)
    {
        Fill(now);
        if (_waiting.Count == 0 || _tokens < 1) return null;
        var isEnough = _tokens >= _waiting.Count;
        _tokens--;
        var message = _waiting.Dequeue();
        return isEnough ? message : AllIn(message);
    }

    /// <summary>A message that is tried again, with all that has come since.</summary>
    public NotifyMessage AllIn(NotifyMessage message)
    {
        while (_waiting.TryDequeue(out var other)) message = message.With(other);
        return message;
    }

    /// <summary>How long until the next one may be sent; null when none waits.</summary>
    public TimeSpan? Wait(TimeSpan now)
    {
        if (_waiting.Count == 0) return null;
        Fill(now);
        return _tokens >= 1 ? TimeSpan.Zero : TimeSpan.FromMinutes((1 - _tokens) / perMinute);
    }

    private void Fill(TimeSpan now)
    {
        _tokens = Math.Min(perMinute, _tokens + ((now - _filledAt).TotalMinutes * perMinute));
        _filledAt = now;
    }
}
