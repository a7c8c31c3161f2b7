using Baton.Supervision.Memory;
using Baton.Supervision.Services;

namespace Baton.Simulation.Bugs;

/// <summary>A memory that keeps something else than it is told.</summary>
/// <param name="memory">Where it is kept.</param>
/// <param name="alter">What is kept of a state; null: nothing, what was there stays.</param>
/// <param name="alterProject">The same for everything together.</param>
/// <param name="forgets">Places of services that have gone are given away.</param>
internal sealed class AlteredMemory(
    IServiceMemory memory, Func<int, Service, SlotFacts, (Service State, SlotFacts Facts)?>? alter = null, Func<ProjectMemory, ProjectMemory>? alterProject = null, bool forgets = true) : IServiceMemory
{
    /// <inheritdoc/>
    public IReadOnlyList<RememberedService> Services => memory.Services;

    /// <inheritdoc/>
    public ProjectMemory Project => memory.Project;

    /// <inheritdoc/>
    public int PlaceOf(string service) => memory.PlaceOf(service);

    /// <inheritdoc/>
    public void Forget(string service)
    {
        if (forgets) memory.Forget(service);
    }

    /// <inheritdoc/>
    public void Store(int place, Service state, in SlotFacts facts)
    {
        if (alter is null) memory.Store(place, state, facts);
        else if (alter(place, state, facts) is { } altered) memory.Store(place, altered.State, altered.Facts);
    }

    /// <inheritdoc/>
    public void StoreCause(int place, long? cause) => memory.StoreCause(place, cause);

    /// <inheritdoc/>
    public void StoreLeaveTold(int place) => memory.StoreLeaveTold(place);

    /// <inheritdoc/>
    public void StoreProject(ProjectMemory project) => memory.StoreProject(alterProject is null ? project : alterProject(project));
}
