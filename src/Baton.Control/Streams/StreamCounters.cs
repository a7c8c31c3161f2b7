namespace Baton.Control.Streams;

/// <summary>What became of streams since the daemon began. May be read by any thread.</summary>
public sealed class StreamCounters
{
    private long _dropped;

    /// <summary>Streams whose connection was cut since their reader took nothing for <c>ServerEvents.StuckAfter</c>.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    internal void CountDropped() => Interlocked.Increment(ref _dropped);
}
