using System.Net;
using Baton.Runtime.Addresses;

namespace Baton.Runtime.Routing;

/// <summary>Bounds of the router.</summary>
public sealed record RouterOptions
{
    /// <summary>Most bytes of a line, without its end, that existing clients take and send.</summary>
    public const int UsualLine = 2048;

    /// <summary>Most bytes of a line to or from an instance, without its end; 64 to 65,536.</summary>
    public int Line { get; init; } = UsualLine;

    /// <summary>Where datagrams of other orchestrators come, and from where they are sent; null: there are none. Port 0: any free one.</summary>
    public IPEndPoint? Datagrams { get; init; }

    /// <summary>Who beyond this machine may send datagrams, besides remote targets.</summary>
    public IReadOnlyList<PeerAddress> Peers { get; init; } = [];

    /// <summary>Keeps sockets for a daemon after this one; null: nobody does.</summary>
    public IKeptSockets? Kept { get; init; }

    /// <summary>
    /// Says whether a process may be on the socket of an instance without a word: it is of that instance's own. Another of the same user is let in with one notice;
    /// one of another user never is. Called on the router's thread when one connects.
    /// </summary>
    public Func<Instances.InstanceId, int, bool> IsOwnProcess { get; init; } = static (_, _) => true;
}
