using Baton.Runtime.Links;
using Baton.Runtime.Routing;

namespace Baton.Runtime.Instances;

/// <summary>The router itself.</summary>
internal sealed class RouterPort(MessageRouter router) : IInstanceRouter
{
    /// <inheritdoc/>
    public void Listen(InstanceId id, string path) => _ = router.ListenAsync(id, path);

    /// <inheritdoc/>
    public void Remove(InstanceId id) => _ = router.RemoveAsync(id);

    /// <inheritdoc/>
    public void SetLinks(IReadOnlyList<Link> links) => _ = router.SetLinksAsync(links);

    /// <inheritdoc/>
    public void Answer(InstanceId asked, bool isStart, string? error) => router.Answer(asked, isStart, error);
}
