using Baton.Journal.Reading;

namespace Baton.Control.Events;

/// <summary>Where events begin that are asked for.</summary>
/// <param name="Place">Before the first of them.</param>
/// <param name="IsCut">The search for it ended before the beginning of the journal: there may be older ones that belong to them.</param>
internal sealed record EventStart(JournalPlace Place, bool IsCut = false);
