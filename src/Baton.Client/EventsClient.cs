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
    public Task<Page<EventRecord>> QueryAsync(long after = 0, int? limit = null, CancellationToken ct = default) =>
        _endpoint.GetAsync(new TargetBuilder(Root).With("after", after).With("limit", limit).ToString(), WireJson.Default.PageEventRecord, ct);

    /// <summary>
    /// Events after number <paramref name="after"/> (null: only new ones), then new ones as they happen. Ends when the daemon says so;
    /// a lost connection throws, and whether to go on from <see cref="EventStream.LastSeq"/> is the caller's choice. Enumerate it once.
    /// </summary>
    public EventStream FollowAsync(long? after = null) => new(_endpoint, new TargetBuilder(Root).With("after", after).ToString());
}
