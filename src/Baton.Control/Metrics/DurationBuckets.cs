namespace Baton.Control.Metrics;

/// <summary>How long requests took, counted in classes; counting takes no lock and no memory.</summary>
internal sealed class DurationBuckets
{
    private readonly Histogram _as;
    private readonly long[] _counts;
    private long _ticks;

    /// <param name="as">The histogram that they are told as.</param>
    public DurationBuckets(Histogram @as)
    {
        _as = @as;
        _counts = new long[@as.Limits.Count + 1];
    }

    /// <summary>Nothing was counted yet.</summary>
    public bool IsEmpty => Volatile.Read(ref _ticks) == 0 && Array.TrueForAll(_counts, static count => count == 0);

    /// <summary>Counts one.</summary>
    public void Count(TimeSpan took)
    {
        var (seconds, limits) = (took.TotalSeconds, _as.Limits);
        var at = 0;
        while (at < limits.Count && seconds > limits[at]) at++;
        Interlocked.Increment(ref _counts[at]);
        Interlocked.Add(ref _ticks, took.Ticks);
    }

    /// <summary>Writes the samples of it.</summary>
    /// <param name="to">Where to.</param>
    /// <param name="label">What they are of.</param>
    public void Write(MetricsWriter to, MetricLabel label)
    {
        // A copy: one request more in the middle of it would be in some buckets only.
        var counts = new long[_counts.Length];
        for (var i = 0; i < counts.Length; i++) counts[i] = Volatile.Read(ref _counts[i]);
        _as.Write(to, counts, TimeSpan.FromTicks(Volatile.Read(ref _ticks)), label);
    }
}
