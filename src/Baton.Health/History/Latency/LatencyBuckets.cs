namespace Baton.Health.History.Latency;

/// <summary>
/// The ranges that latencies are counted in: the first up to 0.1 ms, each of the others 1.2 times as far as the one before it, the last beyond one hour. A range
/// stands for a value in it that no other is more than 9.1 % away from.
/// </summary>
public static class LatencyBuckets
{
    /// <summary>How many ranges there are.</summary>
    public const int Count = 97;

    private const double First = 0.1;
    private const double Factor = 1.2;

    private static readonly double[] Bounds = [.. Enumerable.Range(0, Count).Select(i => First * Math.Pow(Factor, i))];

    /// <summary>Where a range ends, in milliseconds; that belongs to it.</summary>
    /// <param name="index">From 0 to <see cref="Count"/> - 1.</param>
    public static double UpperMilliseconds(int index) => Bounds[index];

    /// <summary>The range of a latency; what is shorter or longer than all is in the first or the last.</summary>
    public static int IndexOf(TimeSpan latency)
    {
        var found = Array.BinarySearch(Bounds, latency.TotalMilliseconds);
        return Math.Min(found >= 0 ? found : ~found, Count - 1);
    }

    /// <summary>What a range stands for, in milliseconds: the value whose distance from both ends is the same part of them.</summary>
    public static double MiddleMilliseconds(int index) => index == 0 ? First : Bounds[index] * 2 / (1 + Factor);
}
