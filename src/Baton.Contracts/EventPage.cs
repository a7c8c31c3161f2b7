namespace Baton.Contracts;

/// <summary>One page of events.</summary>
/// <param name="Items">The events, at most <c>limit</c>, oldest first.</param>
/// <param name="Next">Value of <c>cursor</c> for the next page; null on the last.</param>
/// <param name="Missed">How many events before the first of these are no longer kept; null: none.</param>
/// <param name="Last">Number of the newest event of all when the page was made.</param>
/// <param name="Cut">True when the search for where <c>tail</c> begins ended before the beginning of the journal, so that there may be older events; else null.</param>
public sealed record EventPage(IReadOnlyList<EventRecord> Items, string? Next = null, long? Missed = null, long? Last = null, bool? Cut = null);
