using Baton.Containers.Engine;
using Baton.Processes;

namespace Baton.Containers.Runs;

/// <summary>Removes containers that carry the labels of this state directory and the name of their service, and no others.</summary>
/// <param name="engine">The engine.</param>
/// <param name="labels">By which containers here are known.</param>
internal sealed class ContainerRemoval(EngineClient engine, ContainerLabels labels)
{
    /// <summary>Removes all of a service, whatever their run.</summary>
    /// <exception cref="EngineException">One may be left.</exception>
    public Task RemoveServiceAsync(string service, CancellationToken cancel) => RemoveAsync(service, labels.OfService(service), cancel);

    /// <summary>Removes that of a run.</summary>
    /// <exception cref="EngineException">It may be left.</exception>
    public Task RemoveRunAsync(RunId id, CancellationToken cancel) => RemoveAsync(id.Service, [.. labels.Of(id).Select(label => $"{label.Key}={label.Value}")], cancel);

    private async Task RemoveAsync(string service, IReadOnlyList<string> wanted, CancellationToken cancel)
    {
        foreach (var container in await engine.ListAsync(wanted, cancel).ConfigureAwait(false))
        {
            // The engine was asked for these alone; that it answered so is not taken on trust where something is to be removed.
            if (labels.AreOurs(container.Names, container.Labels, service)) await engine.RemoveAsync(container.Id, cancel).ConfigureAwait(false);
        }
    }
}
