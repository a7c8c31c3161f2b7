using System.Collections.Immutable;

namespace Baton.Health.Breaker;

/// <summary>Results of the latest span of time, counted in ten slices: an old slice leaves as a whole.</summary>
/// <param name="Slices">Oldest first, at most ten, each with its number since the clock's origin.</param>
public sealed record FailureWindow(ImmutableArray<FailureWindow.Slice> Slices)
{
    private const int Count = 10;

    /// <summary>Without any result.</summary>
    public static readonly FailureWindow Empty = new([]);

    /// <summary>A tenth of the window.</summary>
    /// <param name="Number">Which tenth since the clock's origin.</param>
    /// <param name="Successes">Successes in it.</param>
    /// <param name="Failures">Failures in it.</param>
    public readonly record struct Slice(long Number, int Successes, int Failures);

    /// <summary>The window after one more result.</summary>
    /// <param name="now">Monotonic, since any origin that stays the same.</param>
    /// <param name="isSuccess">The result.</param>
    /// <param name="ratio">Gives the length of the window.</param>
    public FailureWindow With(TimeSpan now, bool isSuccess, FailureRatio ratio)
    {
        var number = now.Ticks / Math.Max(1, ratio.Window.Ticks / Count);
        var slices = Slices.RemoveAll(s => s.Number <= number - Count);
        var last = slices is [.., var newest] && newest.Number == number ? newest : new Slice(number, 0, 0);
        var counted = isSuccess ? last with { Successes = last.Successes + 1 } : last with { Failures = last.Failures + 1 };
        return new FailureWindow(slices is [.., var present] && present.Number == number ? slices.SetItem(slices.Length - 1, counted) : slices.Add(counted));
    }

    /// <summary>Enough results, and enough of them failures.</summary>
    public bool IsReached(FailureRatio ratio)
    {
        int failures = 0, all = 0;
        foreach (var slice in Slices)
        {
            failures += slice.Failures;
            all += slice.Failures + slice.Successes;
        }

        return all >= ratio.MinimumCount && failures >= ratio.Share * all;
    }

    /// <inheritdoc/>
    public bool Equals(FailureWindow? other) => other is not null && Slices.AsSpan().SequenceEqual(other.Slices.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode() => Slices.Length;
}
