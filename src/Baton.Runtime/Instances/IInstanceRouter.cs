using Baton.Runtime.Links;

namespace Baton.Runtime.Instances;

/// <summary>What the orchestrator needs of the router, whose sockets stand at a border of the process. Called by one thread at a time.</summary>
internal interface IInstanceRouter
{
    /// <summary>Listens for an instance.</summary>
    /// <exception cref="Core.BatonException">The socket cannot be made.</exception>
    void Listen(InstanceId id, string path);

    /// <summary>Forgets an instance; nothing happens when it is not known.</summary>
    void Remove(InstanceId id);

    /// <summary>Replaces all links.</summary>
    void SetLinks(IReadOnlyList<Link> links);

    /// <summary>Answers what an instance asked.</summary>
    void Answer(InstanceId asked, bool isStart, string? error);
}
