using Baton.Runtime.Instances;
using Baton.Runtime.Links;

namespace Baton.Runtime.Routing;

/// <summary>Hands the messages of instances to those that links name.</summary>
public sealed class MessageRouter : IDisposable
{
    /// <summary>Listens for an instance on its socket, from now on until <see cref="Remove"/>.</summary>
    /// <param name="id">Which instance.</param>
    /// <param name="path">Absolute path of its socket; at most 107 bytes.</param>
    /// <exception cref="IOException">The socket cannot be made.</exception>
    public void Listen(InstanceId id, string path) => throw new NotImplementedException();

    /// <summary>Forgets an instance: its socket is deleted and its connection closed.</summary>
    public void Remove(InstanceId id) => throw new NotImplementedException();

    /// <summary>Replaces all links; counters of those that stay are kept.</summary>
    public void SetLinks(IReadOnlyList<Link> links) => throw new NotImplementedException();

    /// <summary>Answers what an instance asked, and reads from it again. Nothing happens when it is gone.</summary>
    /// <param name="asked">Who asked.</param>
    /// <param name="isStart">It asked for a start.</param>
    /// <param name="error">Why not; null: it was done.</param>
    public void Answer(InstanceId asked, bool isStart, string? error) => throw new NotImplementedException();

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
