using Baton.Supervision.Services;

namespace Baton.Supervision.Memory;

/// <summary>
/// Where the supervisor keeps what the next daemon must know when this one is killed. Each call takes effect wholly or not at all, never
/// waits and never fails; all calls come from one thread at a time.
/// </summary>
public interface IServiceMemory
{
    /// <summary>The services that an earlier daemon kept here, as it left them; empty when this memory was begun anew.</summary>
    IReadOnlyList<RememberedService> Services { get; }

    /// <summary>What it kept of everything together.</summary>
    ProjectMemory Project { get; }

    /// <summary>The place of a service, made when it has none; negative when there is no room, and nothing is kept of it then.</summary>
    int PlaceOf(string service);

    /// <summary>Forgets a service that is not there any more, and gives its place to one that comes.</summary>
    /// <param name="service">Its name; one without a place is nothing to forget.</param>
    void Forget(string service);

    /// <summary>Keeps the state of a service, before anything that follows from it is done.</summary>
    /// <param name="place">Its place.</param>
    /// <param name="state">The state.</param>
    /// <param name="facts">What belongs to it besides.</param>
    void Store(int place, Service state, in SlotFacts facts);

    /// <summary>Keeps the notice that its next change follows from.</summary>
    void StoreCause(int place, long? cause);

    /// <summary>Those that are bound to it have been told that its run has left.</summary>
    void StoreLeaveTold(int place);

    /// <summary>Keeps what concerns everything together.</summary>
    void StoreProject(ProjectMemory project);
}
