namespace Baton.Health.History.Store;

/// <summary>
/// Whether the clock on the wall may be believed when it says that something is old. After a jump, and at first, it is not for a while: a clock that is wrong for a
/// moment, as on a machine that has just started, must not delete what cannot be had again.
/// </summary>
/// <param name="time">The clocks.</param>
internal sealed class ClockTrust(TimeProvider time)
{
    /// <summary>How long it must have run without a jump.</summary>
    public static readonly TimeSpan After = TimeSpan.FromMinutes(5);

    /// <summary>What is no jump: a clock that is corrected step by step.</summary>
    private static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(1);

    private long _since = time.GetTimestamp();
    private long _looked = time.GetTimestamp();
    private DateTimeOffset _wall = time.GetUtcNow();

    /// <summary>Compares the clocks since the last look.</summary>
    public bool IsTrusted()
    {
        var (stamp, wall) = (time.GetTimestamp(), time.GetUtcNow());
        if ((wall - _wall - time.GetElapsedTime(_looked, stamp)).Duration() > Tolerance) _since = stamp;
        (_looked, _wall) = (stamp, wall);
        return time.GetElapsedTime(_since, stamp) >= After;
    }
}
