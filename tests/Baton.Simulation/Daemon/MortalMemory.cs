using Baton.Supervision.Memory;
using Baton.Supervision.Services;

namespace Baton.Simulation.Daemon;

/// <summary>The memory in the hands of a daemon that may die at each store, before or after it.</summary>
internal sealed class MortalMemory(SimDaemon daemon, IServiceMemory memory) : IServiceMemory
{
    /// <inheritdoc/>
    public IReadOnlyList<RememberedService> Services => memory.Services;

    /// <inheritdoc/>
    public ProjectMemory Project => memory.Project;

    /// <inheritdoc/>
    public int PlaceOf(string service)
    {
        var place = -1;
        daemon.Do(() => place = memory.PlaceOf(service));
        return place;
    }

    /// <inheritdoc/>
    public void Forget(string service) => daemon.Do(() => memory.Forget(service));

    /// <inheritdoc/>
    public void Store(int place, Service state, in SlotFacts facts)
    {
        var copy = facts;
        daemon.Do(() => memory.Store(place, state, copy));
    }

    /// <inheritdoc/>
    public void StoreCause(int place, long? cause) => daemon.Do(() => memory.StoreCause(place, cause));

    /// <inheritdoc/>
    public void StoreLeaveTold(int place) => daemon.Do(() => memory.StoreLeaveTold(place));

    /// <inheritdoc/>
    public void StoreProject(ProjectMemory project) => daemon.Do(() => memory.StoreProject(project));
}
