using Baton.Core.Notices;

namespace Baton.Journal.Reading;

/// <summary>A stretch of the journal, and where to go on.</summary>
/// <param name="Notices">The wanted facts, oldest first.</param>
/// <param name="Missed">How many facts before the first of them are no longer there; counted over all that was passed.</param>
/// <param name="Next">Where to go on.</param>
/// <param name="IsEnd">Nothing more is written as yet.</param>
public sealed record JournalPage(IReadOnlyList<Notice> Notices, long Missed, JournalPlace Next, bool IsEnd);

/// <summary>A place in the journal, between two facts.</summary>
/// <param name="Seq">Number of the last fact before it.</param>
public sealed record JournalPlace(long Seq)
{
    /// <summary>First number of the segment where it is; null when that has to be found.</summary>
    internal long? Segment { get; init; }

    /// <summary>Offset in that segment.</summary>
    internal long Offset { get; init; }
}
