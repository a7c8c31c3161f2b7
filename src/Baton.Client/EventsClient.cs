using Baton.Client.Http;
using Baton.Contracts;

namespace Baton.Client;

/// <summary>What changed and why.</summary>
public sealed class EventsClient
{
    private const string Root = "/api/v1/events";
    private readonly HttpEndpoint _endpoint;

    internal EventsClient(HttpEndpoint endpoint) => _endpoint = endpoint;

    /// <summary>One page of events after number <paramref name="after"/> (0: as far back as they are kept), oldest first.</summary>
    /// <param name="after">Number of the last event known.</param>
    /// <param name="limit">1 to 1,000; null means 100.</param>
    /// <param name="ct">Ends the waiting.</param>
    public Task<EventPage> QueryAsync(long after = 0, int? limit = null, CancellationToken ct = default) =>
        _endpoint.GetAsync(new TargetBuilder(Root).With("after", after).With("limit", limit).ToString(), WireJson.Default.EventPage, ct);

    /// <summary>One page of the wanted events, oldest first; <see cref="EventPage.Next"/>, given back as <see cref="EventQuery.Cursor"/>, leads to the next.</summary>
    public Task<EventPage> QueryAsync(EventQuery query, CancellationToken ct = default) =>
        _endpoint.GetAsync(Target(query).With("limit", query.Limit).With("cursor", query.Cursor).ToString(), WireJson.Default.EventPage, ct);

    /// <summary>The wanted events, where the query says so from before, then new ones as they happen. Otherwise as the other one.</summary>
    public EventStream FollowAsync(EventQuery query) => new(_endpoint, Target(query).With("cursor", query.Cursor).ToString());

    private static TargetBuilder Target(EventQuery query)
    {
        var target = new TargetBuilder(Root);
        foreach (var service in query.Services) target.With("service", service);
        var since = query.Since?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", System.Globalization.CultureInfo.InvariantCulture);
        return target.With("since", since).With("tail", query.Tail);
    }

    /// <summary>
    /// Events after number <paramref name="after"/> (null: only new ones), then new ones as they happen. Ends when the daemon says so;
    /// a lost connection throws, and whether to go on from <see cref="EventStream.LastSeq"/> is the caller's choice. Enumerate it once.
    /// </summary>
    public EventStream FollowAsync(long? after = null) => new(_endpoint, new TargetBuilder(Root).With("after", after).ToString());
}
