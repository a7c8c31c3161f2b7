namespace Baton.Probes.Running;

/// <summary>When a probe is due. Instants are spans since the runner began.</summary>
public static class ProbeSchedule
{
    /// <summary>The first time.</summary>
    /// <param name="earliest">When its initial delay is over.</param>
    /// <param name="spread">Up to how much later; zero for none.</param>
    /// <param name="random">A number in [0, 1).</param>
    public static TimeSpan First(TimeSpan earliest, TimeSpan spread, double random) => earliest + (spread * random);

    /// <summary>
    /// The next time after an execution that was due at <paramref name="due"/> and has ended <paramref name="now"/>: a whole number of
    /// intervals after it, so that neither late starts nor long executions make the row drift, and not in the past.
    /// </summary>
    public static TimeSpan Next(TimeSpan due, TimeSpan now, TimeSpan interval)
    {
        var behind = (now - due).Ticks;
        var intervals = Math.Max(1, (behind + interval.Ticks - 1) / interval.Ticks);
        return due + (interval * intervals);
    }
}
