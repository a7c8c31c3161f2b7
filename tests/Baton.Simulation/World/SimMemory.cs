using Baton.Supervision.Memory;
using Baton.Supervision.Services;

namespace Baton.Simulation.World;

/// <summary>
/// The memory of the services, as the mapped file keeps it: each store is whole at once and outlives the daemon that made it. What
/// <see cref="Services"/> and <see cref="Project"/> show is what was there when it was opened last.
/// </summary>
internal sealed class SimMemory : IServiceMemory
{
    private const int PiecePlaces = 3;

    // A place without a name is vacant.
    private readonly List<(string? Name, Service? State, SlotFacts Facts)> _kept = [];
    private ProjectMemory _project = ProjectMemory.None;

    /// <summary>The disk is full: no place can be made.</summary>
    public bool IsFull { get; set; }

    /// <summary>There was no place for a service at some time.</summary>
    public bool WasFull { get; private set; }

    /// <summary>How many places are some service's.</summary>
    public int Count => _kept.Count(kept => kept.Name is not null);

    /// <inheritdoc/>
    public IReadOnlyList<RememberedService> Services { get; private set; } = [];

    /// <inheritdoc/>
    public ProjectMemory Project { get; private set; } = ProjectMemory.None;

    /// <summary>The service has a place.</summary>
    public bool Has(string service) => _kept.Exists(kept => kept.Name == service);

    /// <summary>The number of the run that is kept of a service; null when nothing is.</summary>
    public int? RunOf(string service) => _kept.Find(kept => kept.Name == service).State?.Run;

    /// <summary>A daemon begins.</summary>
    public void Open()
    {
        for (var place = 0; place < _kept.Count; place++) if (_kept[place].State is null) _kept[place] = default;
        (Services, Project) = ([.. _kept.Where(kept => kept.State is not null).Select(kept => new RememberedService(kept.Name!, kept.State!, kept.Facts))], _project);
    }

    /// <summary>Forgets everything.</summary>
    public void BeginAnew()
    {
        _kept.Clear();
        BeginUp();
        Services = [];
    }

    /// <summary>Forgets what concerns everything together.</summary>
    public void BeginUp() => (_project, Project) = (ProjectMemory.None, ProjectMemory.None);

    /// <inheritdoc/>
    public int PlaceOf(string service)
    {
        var place = _kept.FindIndex(kept => kept.Name == service);
        if (place >= 0) return place;
        if (_kept.FindIndex(kept => kept.Name is null) is >= 0 and var vacant)
        {
            _kept[vacant] = (service, null, default);
            return vacant;
        }

        // A file is made larger by pieces of many places; here by few, so that it matters.
        if (IsFull && _kept.Count % PiecePlaces == 0)
        {
            WasFull = true;
            return -1;
        }

        _kept.Add((service, null, default));
        return _kept.Count - 1;
    }

    /// <inheritdoc/>
    public void Store(int place, Service state, in SlotFacts facts)
    {
        if (!IsTaken(place)) return;
        // Through the bytes of the file, which cut what is long or many.
        var bytes = default(MemoryRecord);
        bytes.Write(state, facts);
        var (kept, of) = bytes.Read()!.Value;
        _kept[place] = (_kept[place].Name, kept, of);
    }

    /// <inheritdoc/>
    public void Forget(string service)
    {
        if (_kept.FindIndex(kept => kept.Name == service) is >= 0 and var place) _kept[place] = (null, null, default);
    }

    /// <inheritdoc/>
    public void StoreCause(int place, long? cause) => Change(place, facts => facts with { Cause = cause });

    /// <inheritdoc/>
    public void StoreLeaveTold(int place) => Change(place, facts => facts with { HasLeaveToTell = false });

    /// <inheritdoc/>
    public void StoreProject(ProjectMemory project) => _project = project;

    /// <summary>A place that was given and is some service's; a bug may store what belongs to the time before everything was forgotten.</summary>
    private bool IsTaken(int place) => place >= 0 && place < _kept.Count && _kept[place].Name is not null;

    private void Change(int place, Func<SlotFacts, SlotFacts> change)
    {
        if (!IsTaken(place)) return;
        var (name, state, facts) = _kept[place];
        _kept[place] = (name, state, change(facts));
    }
}
