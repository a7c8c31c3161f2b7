using System.Net;
using Baton.Contracts;
using Baton.Control.Access;
using Baton.Control.Problems;
using Baton.Control.Routing;

namespace Baton.Control.Streams;

/// <summary>The streams that are open: bounded, and ended when those who read them may do so no longer. Safe to use from all threads.</summary>
/// <param name="limits">How many there may be.</param>
/// <param name="all">The end of the API.</param>
internal sealed class OpenStreams(StreamLimits limits, Stopping all)
{
    private const int RetryAfterSeconds = 10;

    private readonly Lock _gate = new();
    private readonly HashSet<OpenStream> _open = [];
    private readonly Dictionary<IPAddress, int> _ofAddress = [];
    private int _local;

    /// <summary>Takes a place for a stream; disposing of it gives that back.</summary>
    /// <param name="peer">Who reads it.</param>
    /// <param name="access">Whom the API answers now.</param>
    /// <exception cref="ProblemException">There is no place (503).</exception>
    public OpenStream Begin(Peer peer, Func<AccessRules> access)
    {
        OpenStream stream;
        lock (_gate)
        {
            if (!TryTake(peer)) throw Refused();
            // Only now: it is known to the end of the API until it is disposed of.
            stream = new OpenStream(this, peer, new Stopping(all));
            _open.Add(stream);
        }

        // Who was looked at by rules that were replaced just now is not missed.
        stream.Check(access());
        return stream;
    }

    /// <summary>Ends the streams of those whom these rules do not answer any more.</summary>
    public void Check(AccessRules rules)
    {
        foreach (var stream in All()) stream.Check(rules);
    }

    /// <summary>Ends the streams of a session, which has logged out.</summary>
    /// <param name="session">Its <see cref="SessionCookie.IdOf"/>.</param>
    public void EndSession(string session)
    {
        foreach (var stream in All())
        {
            if (stream.Peer.Session == session) stream.Stopping.Revoke("this session has logged out");
        }
    }

    /// <summary>Gives a place back.</summary>
    public void End(OpenStream stream)
    {
        lock (_gate)
        {
            if (!_open.Remove(stream)) return;
            if (stream.Peer.IsLocalUser) _local--;
            if (PlaceOf(stream.Peer) is not { } place) return;
            if (--_ofAddress[place] == 0) _ofAddress.Remove(place);
        }
    }

    private OpenStream[] All()
    {
        lock (_gate) return [.. _open];
    }

    private bool TryTake(Peer peer)
    {
        if (peer.IsLocalUser)
        {
            if (_local == limits.All) return false;
            _local++;
            return true;
        }

        if (_open.Count - _local == limits.All) return false;
        if (PlaceOf(peer) is not { } place) return true;
        var taken = _ofAddress.GetValueOrDefault(place);
        if (taken == limits.Each) return false;
        _ofAddress[place] = taken + 1;
        return true;
    }

    private static IPAddress? PlaceOf(Peer peer) =>
        peer.IsLocalUser || IPAddress.Loopback.Equals(peer.Address) || IPAddress.IPv6Loopback.Equals(peer.Address) ? null : PeerNetwork.Of(peer.Address);

    private static ProblemException Refused() =>
        new(ErrorCodes.Busy, 503, "too many streams are open; close some, or ask without \"Accept: text/event-stream\"") { RetryAfterSeconds = RetryAfterSeconds };
}
