namespace Baton.Core;

/// <summary>The wait before the next attempt after failures in a row: grows by a factor up to a limit, spread by jitter.</summary>
/// <param name="First">Wait after the first failure; 0 tries again at once, and the waits after it then start at <see cref="Floor"/>.</param>
/// <param name="Factor">What each further failure multiplies the wait with; 1 keeps it constant.</param>
/// <param name="Limit">The longest wait before jitter; a longer <paramref name="First"/> is its own limit.</param>
/// <param name="Jitter">Share of the wait that is spread, 0 to 1: with 0.2 a wait of 10 s lies between 8 s and 12 s.</param>
public sealed record Backoff(TimeSpan First, double Factor, TimeSpan Limit, double Jitter)
{
    /// <summary>What the second wait starts from when the first is 0, so that a crash loop never spins: 100 ms.</summary>
    public static readonly TimeSpan Floor = TimeSpan.FromMilliseconds(100);

    /// <summary>The wait after <paramref name="failures"/> failures in a row.</summary>
    /// <param name="failures">1 for the first failure; less counts as 1.</param>
    /// <param name="random">A number in [0, 1) that places the wait inside the jitter; drawn by the caller, so that this is pure.</param>
    public TimeSpan After(int failures, double random)
    {
        if (failures <= 1) return Spread(First, random);
        var (start, steps) = First > TimeSpan.Zero ? (First, failures - 1) : (Floor, failures - 2);
        var wait = start.TotalMilliseconds * Math.Pow(Factor, steps);
        // A first wait above the limit is meant: then every wait is as long as the first.
        var limit = Math.Max(Limit.TotalMilliseconds, First.TotalMilliseconds);
        return Spread(TimeSpan.FromMilliseconds(Math.Min(wait, limit)), random);
    }

    private TimeSpan Spread(TimeSpan wait, double random) => wait * (1 + (Jitter * ((2 * random) - 1)));
}
