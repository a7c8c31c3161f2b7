using Baton.Control.Access;
using Baton.Control.Lists;
using Baton.Control.Streams;
using Baton.Control.Turns;
using Baton.Supervision.Services;
using Microsoft.AspNetCore.Http;

namespace Baton.Control.Routing;

/// <summary>A request that may be answered, and what an endpoint needs to do so.</summary>
/// <param name="Context">The exchange.</param>
/// <param name="Peer">Who asks.</param>
/// <param name="Options">What the daemon gave.</param>
/// <param name="Sources">What there is to show.</param>
/// <param name="Name">The <c>{name}</c> of the route; empty when it has none.</param>
/// <param name="Stopping">Cancelled when the API ends: streams say why and close.</param>
internal sealed record ControlRequest(
    HttpContext Context, Peer Peer, ControlOptions Options, ControlSources Sources, string Name, Stopping Stopping)
{
    /// <summary>The services as lists show them, shared by all requests.</summary>
    public required ServiceLists Lists { get; init; }

    /// <summary>The events as streams show them, shared by all requests.</summary>
    public required EventFrames Frames { get; init; }

    /// <summary>The streams that are open.</summary>
    public required OpenStreams OpenStreams { get; init; }

    /// <summary>Who may read the journal when, for all requests.</summary>
    public required HistoryTurns Turns { get; init; }

    /// <summary>What is remembered of those who were not let in.</summary>
    public required AccessGuard Guard { get; init; }

    /// <summary>Who asks, for the record.</summary>
    public ActCause Cause => new(Peer.Who);

    /// <summary>Cancelled when the other side has gone.</summary>
    public CancellationToken Gone => Context.RequestAborted;

    /// <summary>The other side wants a stream of events.</summary>
    public bool WantsStream
    {
        get
        {
            if (Context.Request.Method != "GET") return false;
            foreach (var value in Context.Request.Headers.Accept)
            {
                if (value?.Contains("text/event-stream", StringComparison.OrdinalIgnoreCase) == true) return true;
            }

            return false;
        }
    }
}
