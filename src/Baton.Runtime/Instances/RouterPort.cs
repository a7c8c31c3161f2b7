using Baton.Runtime.Links;
using Baton.Runtime.Routing;

namespace Baton.Runtime.Instances;

/// <summary>The router itself.</summary>
internal sealed class RouterPort(MessageRouter router) : IInstanceRouter
{
    /// <inheritdoc/>
    public Task ListenAsync(InstanceId id, string path) => router.ListenAsync(id, path);

    /// <inheritdoc/>
    public Task RemoveAsync(InstanceId id) => router.RemoveAsync(id);

    /// <inheritdoc/>
    public Task SetLinksAsync(IReadOnlyList<Link> links) => router.SetLinksAsync(links);

    /// <inheritdoc/>
    public void Answer(InstanceId asked, bool isStart, string? error) => router.Answer(asked, isStart, error);
}
