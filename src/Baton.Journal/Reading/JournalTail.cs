namespace Baton.Journal.Reading;

/// <summary>The newest wanted facts before a number, without what they say.</summary>
/// <param name="First">Number of the oldest of them; null when there are none.</param>
/// <param name="Count">How many there are, at most as many as were asked for.</param>
/// <param name="IsCut">There are fewer than were asked for, and the journal goes on before what was looked through.</param>
public sealed record JournalTail(long? First, int Count, bool IsCut);
