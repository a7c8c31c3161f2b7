using System.Globalization;
using Baton.Control.Problems;
using Baton.Control.Routing;
using Baton.Journal.Reading;

namespace Baton.Control.Events;

/// <summary>Which events are asked for, and from where.</summary>
/// <param name="Filter">Which.</param>
/// <param name="After">Number of the last event that is known; null: not said.</param>
/// <param name="Tail">So many before the end; null: not said.</param>
/// <param name="Limit">How many a page may have.</param>
internal sealed record EventQuery(NoticeFilter Filter, long? After, int? Tail, int Limit)
{
    private const int MaxTail = 100_000;

    /// <summary>Reads what a request says.</summary>
    public static EventQuery Read(ControlRequest request)
    {
        var query = new QueryReader(request.Context.Request, "after", "cursor", "limit", "since", "service", "subject", "what", "tail");
        var after = query.Number("after", 0, long.MaxValue) ?? query.Number("cursor", 0, long.MaxValue);
        var filter = new NoticeFilter
        {
            Subjects = SubjectsOf(query, request),
            Whats = query.Texts("what") is { Count: > 0 } whats ? whats.ToHashSet() : null,
            Since = query.Time("since", request.Sources.Time.GetUtcNow()) is { } since ? new DateTimeOffset(since, TimeSpan.Zero) : null,
        };
        return new EventQuery(filter, request.WantsStream ? LastEventId(request) ?? after : after, (int?)query.Number("tail", 0, MaxTail), query.Limit());
    }

    /// <summary>Where to begin, when that can be said without the journal; else null. <paramref name="otherwise"/> is where when nothing is said of it.</summary>
    public EventStart? BeginInMemory(EventHistory history, long last, long otherwise)
    {
        // A number that is not reached yet is of a journal that is gone: all there is happened after it.
        if (After is { } known) return new EventStart(new JournalPlace(known > last ? 0 : known));
        if (Tail is { } tail) return history.BeforeNewestInMemory(tail, Filter);
        return Filter.Since is null ? new EventStart(new JournalPlace(otherwise)) : null;
    }

    /// <summary>Where to begin, when the journal has to be asked for that.</summary>
    public EventStart BeginInJournal(EventHistory history, CancellationToken ct) =>
        After is null && Tail is { } tail ? history.BeforeNewest(tail, Filter, ct) : new EventStart(history.Before(Filter.Since!.Value));

    private static HashSet<string>? SubjectsOf(QueryReader query, ControlRequest request)
    {
        var (services, subjects) = (query.Texts("service"), query.Texts("subject"));
        if (services.Count == 0 && subjects.Count == 0) return null;
        var wanted = subjects.ToHashSet();
        if (services.Count > 0) wanted.UnionWith(request.Sources.Supervisor.NamesOf(services).Select(name => $"service/{name}"));
        return wanted;
    }

    private static long? LastEventId(ControlRequest request)
    {
        if (request.Context.Request.Headers["Last-Event-ID"].ToString() is not { Length: > 0 } text) return null;
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seq)) return seq;
        throw ProblemException.Invalid("Last-Event-ID must be the number of an event");
    }
}
