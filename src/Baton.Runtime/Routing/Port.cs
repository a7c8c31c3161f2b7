using System.Net.Sockets;
using Baton.Runtime.Instances;
using Baton.Runtime.Links;

namespace Baton.Runtime.Routing;

/// <summary>What the router has of an instance: its socket, whoever is connected to it, and what waits for it.</summary>
internal sealed class Port(InstanceId id, Socket listener, ulong key)
{
    public InstanceId Id { get; } = id;

    public Socket Listener { get; } = listener;

    /// <summary>By which the listener is told apart.</summary>
    public ulong Key { get; } = key;

    /// <summary>There is one at a time; others wait until it ends.</summary>
    public Connection? Connection { get; set; }

    public Backlog Backlog { get; } = new();

    /// <summary>Answers to its own requests wait and go as messages do; none is dropped for a message.</summary>
    public LinkEntry Answers { get; } = new(new Link("", new LinkTarget.Local(id), Policy: LinkPolicy.Block));

    /// <summary>What goes out at the end of the turn; null: nothing.</summary>
    public Batch? Batch { get; set; }

    /// <summary>Senders that are not read from until there is room here.</summary>
    public List<(Connection Sender, LinkEntry Link)> HeldBack { get; } = [];

    public bool IsGone { get; set; }
}
