using Baton.Supervision.Dependencies;

namespace Baton.Supervision.Services;

/// <summary>All services and how they hang together. Never changed, only replaced as a whole, by the supervisor's actor.</summary>
internal sealed record Roster
{
    /// <param name="slots">Those of the manifest in its order, then those that are on their way out.</param>
    /// <param name="set">The manifest's services.</param>
    public Roster(IReadOnlyList<ServiceSlot> slots, Reload.ServiceSet set)
    {
        Slots = [.. slots];
        Set = set;
        Shown = new ServiceRoster(Slots);
        IndexByName = new Dictionary<string, int>(Slots.Length);
        for (var i = 0; i < Slots.Length; i++) IndexByName.Add(Slots[i].Definition.Name, i);
        NameList = [.. Slots.Select(slot => slot.Definition.Name)];
        Names = new ServiceNames(set);
        Graph = new DependencyGraph([.. Slots.Select(slot => (IReadOnlyList<int>)[.. slot.Definition.DependsOn.Select(name => IndexByName[name])])]);
        Order = Graph.Order();
        Awaiting = [.. Slots.Where(slot => slot.Definition.Monitors.Count > 0)];
        AwaitedMonitors = Awaiting.SelectMany(slot => slot.Definition.Monitors).ToHashSet(StringComparer.Ordinal);
        AllDependencies = [.. Enumerable.Range(0, Slots.Length).Select(i => Graph.AllDependenciesOf([i]))];
        AllDependents = [.. Enumerable.Range(0, Slots.Length).Select(i => Graph.AllDependentsOf([i]))];
    }

    public ServiceSlot[] Slots { get; }

    /// <summary>The same for others.</summary>
    public ServiceRoster Shown { get; }

    /// <summary>The manifest's services: the first of <see cref="Slots"/>.</summary>
    public Reload.ServiceSet Set { get; }

    public Dictionary<string, int> IndexByName { get; }

    /// <summary>Names of all services.</summary>
    public IReadOnlyList<string> NameList { get; }

    /// <summary>What names mean that people give; what is on its way out has none any more.</summary>
    public ServiceNames Names { get; }

    public DependencyGraph Graph { get; }

    /// <summary>All of them, each after what it depends on.</summary>
    public IReadOnlyList<int> Order { get; }

    public IReadOnlyList<int>[] AllDependencies { get; }

    public IReadOnlyList<int>[] AllDependents { get; }

    /// <summary>Those that wait for monitors before they start.</summary>
    public IReadOnlyList<ServiceSlot> Awaiting { get; }

    /// <summary>Names of these monitors.</summary>
    public IReadOnlySet<string> AwaitedMonitors { get; }

    /// <summary>The services that these indices mean here.</summary>
    public IReadOnlyList<ServiceSlot> At(IEnumerable<int> indices) => [.. indices.Select(index => Slots[index])];
}
