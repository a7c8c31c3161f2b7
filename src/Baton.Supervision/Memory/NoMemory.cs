using Baton.Supervision.Services;

namespace Baton.Supervision.Memory;

/// <summary>Where nothing is kept: a daemon that dies takes its services with it.</summary>
public sealed class NoMemory : IServiceMemory
{
    private NoMemory()
    {
    }

    /// <summary>The only one.</summary>
    public static NoMemory Instance { get; } = new();

    /// <inheritdoc/>
    public IReadOnlyList<RememberedService> Services => [];

    /// <inheritdoc/>
    public ProjectMemory Project => ProjectMemory.None;

    /// <inheritdoc/>
    public int PlaceOf(string service) => -1;

    /// <inheritdoc/>
    public void Forget(string service)
    {
        // Nobody will ask.
    }

    /// <inheritdoc/>
    public void Store(int place, Service state, in SlotFacts facts)
    {
        // Nobody will ask.
    }

    /// <inheritdoc/>
    public void StoreCause(int place, long? cause)
    {
        // Nobody will ask.
    }

    /// <inheritdoc/>
    public void StoreLeaveTold(int place)
    {
        // Nobody will ask.
    }

    /// <inheritdoc/>
    public void StoreProject(ProjectMemory project)
    {
        // Nobody will ask.
    }
}
