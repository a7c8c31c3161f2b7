namespace Baton.Simulation.World;

/// <summary>Virtual time and all that is due in it, in one order. The wall clock can jump; the clock since boot cannot.</summary>
internal sealed class SimClock : TimeProvider
{
    private readonly PriorityQueue<Due, (long At, long Seq)> _due = new();
    // A machine that has been up for a while: spans can reach back.
    private long _now = TimeSpan.FromHours(2).Ticks;
    private long _seq;
    private TimeSpan _jumped;

    /// <summary>Time since boot.</summary>
    public TimeSpan Now => new(_now);

    /// <summary>How far the wall clock has jumped in all.</summary>
    public TimeSpan Jumped => _jumped;

    /// <inheritdoc/>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <inheritdoc/>
    public override long GetTimestamp() => _now;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero) + Now + _jumped;

    /// <summary>Lets the wall clock jump.</summary>
    public void Jump(TimeSpan by) => _jumped += by;

    /// <summary>Does something after a while.</summary>
    public Due After(TimeSpan wait, Action act) => At(Now + (wait < TimeSpan.Zero ? TimeSpan.Zero : wait), act);

    /// <summary>Does something at an instant of <see cref="Now"/>.</summary>
    public Due At(TimeSpan at, Action act)
    {
        var due = new Due(at, act);
        _due.Enqueue(due, (at.Ticks, _seq++));
        return due;
    }

    /// <summary>Goes to the next thing that is due and does it; false when there is none until <paramref name="end"/>, which is now then.</summary>
    public bool TryStep(TimeSpan end)
    {
        while (_due.TryPeek(out var next, out var at) && at.At <= end.Ticks)
        {
            _due.Dequeue();
            if (next.IsCalledOff) continue;
            _now = at.At;
            next.Act();
            return true;
        }

        _now = end.Ticks;
        return false;
    }
}

/// <summary>Something that is due.</summary>
internal sealed class Due(TimeSpan at, Action act)
{
    public TimeSpan At => at;

    public Action Act => act;

    public bool IsCalledOff { get; set; }
}
