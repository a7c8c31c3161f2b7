using Baton.Control.Access;
using Baton.Control.Routing;

namespace Baton.Control.Streams;

/// <summary>One stream that is open.</summary>
/// <param name="all">All of them.</param>
/// <param name="peer">Who reads it.</param>
/// <param name="stopping">Its end.</param>
internal sealed class OpenStream(OpenStreams all, Peer peer, Stopping stopping) : IAsyncDisposable
{
    /// <summary>Who reads it.</summary>
    public Peer Peer => peer;

    /// <summary>Its end.</summary>
    public Stopping Stopping => stopping;

    /// <summary>Ends it when these rules do not answer its reader any more.</summary>
    public void Check(AccessRules rules)
    {
        if (AccessCheck.WhyNoLonger(peer, rules) is { } why) stopping.Revoke(why);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        all.End(this);
        return stopping.DisposeAsync();
    }
}
