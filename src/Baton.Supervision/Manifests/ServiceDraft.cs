using Baton.Manifest.Binding;
using Baton.Supervision.Replicas;
using Baton.Supervision.Services;

namespace Baton.Supervision.Manifests;

/// <summary>A service of which only name and dependencies have been read.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Table">To bind the rest with.</param>
/// <param name="DependsOn">The names of what it depends on, as they are written.</param>
internal sealed record ServiceDraft(string Name, TableReader Table, IReadOnlyList<PlacedText> DependsOn)
{
    /// <summary>A draft of a table that may say more of its dependencies than their names.</summary>
    public static ServiceDraft WithConditions(string name, TableReader table)
    {
        var keys = DependencyKeys.Read(table);
        return new ServiceDraft(name, table, keys.Names) { More = keys, Groups = GroupKeys.Read(table) };
    }

    /// <summary>What else is said of them; null in a format that knows only names.</summary>
    public DependencyKeys? More { get; init; }

    /// <summary>The groups it belongs to, each once; none in a format that knows none.</summary>
    public IReadOnlyList<PlacedText> Groups { get; private init; } = [];

    /// <summary>What it is one of; null when it is there once.</summary>
    public ReplicaSet? Whole { get; init; }

    /// <summary>Which of them it is.</summary>
    public ServiceReplica? Replica { get; init; }

    /// <summary>What it is told of itself, by its environment and by the variables in its texts.</summary>
    public IReadOnlyDictionary<string, string> Variables { get; init; } = ServicesContext.NoVariables;

    /// <summary>There is no such service: it has no replica now, and is looked at for its mistakes.</summary>
    public bool IsPattern { get; init; }

    /// <summary>Those of what it depends on that are wholes.</summary>
    public IReadOnlyList<string> NamedWholes { get; init; } = [];

    /// <summary>Puts what is said of other services into a definition.</summary>
    public ServiceDefinition Apply(ServiceDefinition service) => service with
    {
        Name = Name,
        Replica = Replica,
        Port = service.Port + ((Replica?.Number ?? 1) - 1),
        DependsOn = PlacedText.Distinct(DependsOn),
        Conditions = More?.Conditions ?? service.Conditions,
        Monitors = More is { } more ? PlacedText.Distinct(more.Monitors) : service.Monitors,
        Groups = PlacedText.Distinct(Groups),
        RestartWith = More?.RestartWith ?? service.RestartWith,
    };
}
