namespace Baton.Journal;

/// <summary>How much is kept, and in which pieces.</summary>
public sealed record JournalLimits
{
    /// <summary>What holds where nobody says otherwise.</summary>
    public static JournalLimits Default { get; } = new();

    /// <summary>All segments together, in bytes; the oldest go first. Default 64 MB; at least two segments.</summary>
    public long TotalBytes { get; init; } = 64_000_000;

    /// <summary>A segment whose newest fact is older goes, whatever its size. Default 30 days.</summary>
    public TimeSpan Age { get; init; } = TimeSpan.FromDays(30);

    /// <summary>A segment of more bytes is followed by a new one; a reader of a number reads at most so much. Default 1 MB.</summary>
    public long SegmentBytes { get; init; } = 1_000_000;

    /// <summary>A segment whose first fact is older is followed by a new one, so that <see cref="Age"/> holds for quiet projects too. Default 1 day.</summary>
    public TimeSpan SegmentAge { get; init; } = TimeSpan.FromDays(1);
}
