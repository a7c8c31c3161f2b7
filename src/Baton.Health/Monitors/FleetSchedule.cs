namespace Baton.Health.Monitors;

/// <summary>When monitors are due first; each later time is that of <see cref="Probes.Running.ProbeSchedule"/>. Instants are spans since the fleet began.</summary>
internal static class FleetSchedule
{
    /// <summary>How many first probes a second are begun when many monitors begin at once.</summary>
    private const double FirstPerSecond = 500;

    /// <summary>The first probe: soon, so that people see something, and many a little apart.</summary>
    /// <param name="now">The present.</param>
    /// <param name="index">How many others begin before it.</param>
    /// <param name="interval">Never later than that.</param>
    public static TimeSpan First(TimeSpan now, int index, TimeSpan interval)
    {
        var wait = TimeSpan.FromSeconds(index / FirstPerSecond);
        return now + (wait < interval ? wait : interval);
    }

    /// <summary>The second: somewhere in the interval, so that from then on they lie spread over it.</summary>
    public static TimeSpan Second(TimeSpan first, TimeSpan interval, double random) => first + (interval * (0.5 + (random / 2)));
}
