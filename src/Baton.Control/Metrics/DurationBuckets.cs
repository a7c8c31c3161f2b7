namespace Baton.Control.Metrics;

/// <summary>How long things took, counted in classes; counting takes no lock and no memory.</summary>
internal sealed class DurationBuckets
{
    private static readonly double[] Limits = [0.001, 0.005, 0.025, 0.1, 0.5, 1, 5, 30];
    private static readonly string[] Words = ["0.001", "0.005", "0.025", "0.1", "0.5", "1", "5", "30", "+Inf"];

    private readonly long[] _counts = new long[Limits.Length + 1];
    private long _ticks;

    /// <summary>Nothing was counted yet.</summary>
    public bool IsEmpty => Volatile.Read(ref _ticks) == 0 && Array.TrueForAll(_counts, static count => count == 0);

    /// <summary>Counts one.</summary>
    public void Count(TimeSpan took)
    {
        var seconds = took.TotalSeconds;
        var at = 0;
        while (at < Limits.Length && seconds > Limits[at]) at++;
        Interlocked.Increment(ref _counts[at]);
        Interlocked.Add(ref _ticks, took.Ticks);
    }

    /// <summary>Writes the samples of a histogram.</summary>
    /// <param name="to">Where to.</param>
    /// <param name="bucket">Name of the samples of buckets.</param>
    /// <param name="sum">Name of the sum's.</param>
    /// <param name="count">Name of the count's.</param>
    /// <param name="label">What they are of.</param>
    public void Write(MetricsWriter to, string bucket, string sum, string count, MetricLabel label)
    {
        long all = 0;
        for (var i = 0; i < _counts.Length; i++)
        {
            all += Volatile.Read(ref _counts[i]);
            to.Sample(bucket, all, label, new MetricLabel("le", Words[i]));
        }

        to.Sample(sum, TimeSpan.FromTicks(Volatile.Read(ref _ticks)).TotalSeconds, label);
        to.Sample(count, all, label);
    }
}
