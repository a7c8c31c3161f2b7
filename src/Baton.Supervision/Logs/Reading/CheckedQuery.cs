using Baton.Supervision.Logs.Files;

namespace Baton.Supervision.Logs.Reading;

/// <summary>A query of which all is known to be right that can be known without looking into a log.</summary>
/// <param name="Query">The query.</param>
/// <param name="Names">The services that it is about.</param>
/// <param name="Cursor">Where it goes on; null: where <paramref name="Query"/> says.</param>
internal sealed record CheckedQuery(LogQuery Query, IReadOnlyList<string> Names, Dictionary<string, LogPosition>? Cursor);
