using Baton.Core;
using Baton.Health.History.Buckets;

namespace Baton.Health.History.Series;

/// <summary>
/// Which buckets answer a question for a series, and how they become its points. Minutes answer what began in the last 48 hours and has steps under an hour, hours
/// what began in the last 90 days and has steps under a day, days the rest.
/// </summary>
public sealed class SeriesPlan
{
    /// <summary>How many points a series has at most.</summary>
    public const int MostPoints = 1000;

    private const int UsualPoints = 200;

    private SeriesPlan(BucketLevel level, long first, int count, long bucketsEach) => (Level, First, Count, BucketsEach) = (level, first, count, bucketsEach);

    /// <summary>Length of a step: what was asked for, made longer so that it is a whole number of buckets and the points are few enough.</summary>
    public TimeSpan Step => TimeSpan.FromSeconds(BucketsEach * Level.Seconds);

    internal BucketLevel Level { get; }

    /// <summary>The first bucket of the first point.</summary>
    internal long First { get; }

    /// <summary>How many points.</summary>
    internal int Count { get; }

    /// <summary>How many buckets are in a point.</summary>
    internal long BucketsEach { get; }

    /// <summary>Plans a series.</summary>
    /// <param name="from">The step that this is in is the first.</param>
    /// <param name="to">The step that ends here, or that this is in, is the last.</param>
    /// <param name="step">Length of a step; null: such that there are about 200.</param>
    /// <param name="now">The present.</param>
    /// <exception cref="BatonException"><paramref name="to"/> is not after <paramref name="from"/>, or the step is not positive.</exception>
    public static SeriesPlan Of(DateTimeOffset from, DateTimeOffset to, TimeSpan? step, DateTimeOffset now)
    {
        if (to <= from) throw new BatonException(ErrorCode.InvalidRequest, "cannot read a series: its end is not after its beginning");
        if (step <= TimeSpan.Zero) throw new BatonException(ErrorCode.InvalidRequest, "cannot read a series: its step is not longer than 0");
        var seconds = (long)Math.Ceiling((step ?? (to - from) / UsualPoints).TotalSeconds);
        var level = BucketLevel.All.First(level => level == BucketLevel.Day || (from >= now - level.Kept && seconds < Next(level).Seconds));
        var (first, last) = (level.IndexOf(from), Math.Max(level.IndexOf(from), level.IndexOf(to - TimeSpan.FromTicks(1))));
        var each = Math.Max(1, (seconds + level.Seconds - 1) / level.Seconds);
        // Points begin at whole steps since 1970, so that the same point is the same whoever asks when; the cut of the first costs one point.
        each = Math.Max(each, (last - first + MostPoints - 1) / (MostPoints - 1));
        var begin = first / each;
        return new SeriesPlan(level, begin * each, (int)((last / each) - begin + 1), each);
    }

    /// <summary>The buckets that may hold something: no more than are kept, whatever was asked.</summary>
    internal (long First, long Last) Reads(DateTimeOffset now)
    {
        // A minute of room: what a clock that was a little ahead has written.
        var (oldest, newest) = (Level.IndexOf(now - Level.Kept), Level.IndexOf(now + TimeSpan.FromMinutes(1)));
        return (Math.Max(First, oldest), Math.Min(First + (Count * BucketsEach) - 1, newest));
    }

    /// <summary>The points, of the buckets of its level; several of one index are added up.</summary>
    internal MonitorSeries Draw(IEnumerable<(long Index, ResultBucket Bucket)> buckets)
    {
        var sums = new ResultBucket?[Count];
        foreach (var (index, bucket) in buckets)
        {
            var point = (index - First) / BucketsEach;
            if (index >= First && point < Count) (sums[point] ??= new ResultBucket()).Merge(bucket);
        }

        return new MonitorSeries(Step, [.. sums.Select((sum, i) => Point(Level.BeginOf(First + (i * BucketsEach)), sum))]);
    }

    private static BucketLevel Next(BucketLevel level) => level == BucketLevel.Minute ? BucketLevel.Hour : BucketLevel.Day;

    private static SeriesPoint Point(DateTimeOffset begin, ResultBucket? sum) => sum is null or { IsEmpty: true }
        ? new SeriesPoint(begin, 0, 0, null, null, null, null, null)
        : new SeriesPoint(
            begin, sum.Successes, sum.Failures, sum.Latency.Percentile(0.5), sum.Latency.Percentile(0.95), sum.Latency.Percentile(0.99), sum.Lowest, sum.Highest);
}
