using Baton.Runtime.Links;

namespace Baton.Runtime.Instances;

/// <summary>What the orchestrator needs of the router, whose sockets stand at a border of the process. Called by one thread at a time; what is called is done in this order.</summary>
internal interface IInstanceRouter
{
    /// <summary>Listens for an instance; completes when messages go there.</summary>
    /// <exception cref="Core.BatonException">The socket cannot be made.</exception>
    Task ListenAsync(InstanceId id, string path);

    /// <summary>Forgets an instance; nothing happens when it is not known. Completes when that is done.</summary>
    Task RemoveAsync(InstanceId id);

    /// <summary>Replaces all links; completes when they hold.</summary>
    Task SetLinksAsync(IReadOnlyList<Link> links);

    /// <summary>Answers what an instance asked.</summary>
    void Answer(InstanceId asked, bool isStart, string? error);
}
