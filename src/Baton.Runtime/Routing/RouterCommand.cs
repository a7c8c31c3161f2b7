using System.Net.Sockets;
using Baton.Runtime.Instances;
using Baton.Runtime.Links;

namespace Baton.Runtime.Routing;

/// <summary>What other threads ask of the router's.</summary>
internal abstract record RouterCommand
{
    /// <summary>All that an earlier daemon left is there: sockets are looked at.</summary>
    public sealed record Begin : RouterCommand;

    /// <summary>An instance is there.</summary>
    public sealed record Listen(InstanceId Id, Socket Listener, Socket? Connected, TaskCompletionSource Done) : RouterCommand;

    /// <summary>An instance is there no more.</summary>
    public sealed record Remove(InstanceId Id, TaskCompletionSource Done) : RouterCommand;

    /// <summary>These are the links from now on.</summary>
    public sealed record SetLinks(IReadOnlyList<Link> Links, TaskCompletionSource Done) : RouterCommand;

    /// <summary>What an instance asked for has been done, or not.</summary>
    public sealed record Answer(InstanceId Asked, byte[] Line) : RouterCommand;
}
