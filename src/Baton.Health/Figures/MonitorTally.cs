using Baton.Health.Breaker;

namespace Baton.Health.Figures;

/// <summary>What happened to a monitor since the daemon began, counted; written by the fleet's actor, read by anybody.</summary>
public sealed class MonitorTally
{
    private static readonly int Phases = Enum.GetValues<BreakerPhase>().Length;

    private readonly long[] _durations = new long[Limits.Count + 1];
    private readonly long[] _transitions = new long[Phases];
    private long _ticks;
    private long _failures;

    /// <summary>The upper ends of the classes that durations are counted in, but the last, which has none: seconds, ascending.</summary>
    public static IReadOnlyList<double> Limits { get; } = [0.005, 0.025, 0.1, 0.5, 2, 10];

    /// <summary>How many results fell into each class.</summary>
    public IReadOnlyList<long> Durations => Read(_durations);

    /// <summary>How long all of them took.</summary>
    public TimeSpan Sum => TimeSpan.FromTicks(Interlocked.Read(ref _ticks));

    /// <summary>Results that were failures.</summary>
    public long Failures => Interlocked.Read(ref _failures);

    /// <summary>How often the breaker came into a phase.</summary>
    public long Transitions(BreakerPhase to) => Interlocked.Read(ref _transitions[(int)to]);

    internal void Count(TimeSpan took, bool isSuccess)
    {
        var (at, seconds) = (0, took.TotalSeconds);
        while (at < Limits.Count && seconds > Limits[at]) at++;
        Interlocked.Increment(ref _durations[at]);
        Interlocked.Add(ref _ticks, took.Ticks);
        if (!isSuccess) Interlocked.Increment(ref _failures);
    }

    internal void CountTransition(BreakerPhase to) => Interlocked.Increment(ref _transitions[(int)to]);

    private static long[] Read(long[] counts)
    {
        var read = new long[counts.Length];
        for (var i = 0; i < read.Length; i++) read[i] = Interlocked.Read(ref counts[i]);
        return read;
    }
}
