using Baton.Processes;
using Baton.Supervision.Dependencies;

namespace Baton.Supervision.Services;

/// <summary>A service as the manifest describes it, complete and checked. Compared by value.</summary>
public sealed record ServiceDefinition
{
    /// <summary>Its name (<see cref="Core.Names"/>).</summary>
    public required string Name { get; init; }

    /// <summary>What to run, with the whole environment.</summary>
    public required Launch Launch { get; init; }

    /// <summary>Names of the services that must be ready before it starts, and that are stopped after it.</summary>
    public IReadOnlyList<string> DependsOn { get; init; } = [];

    /// <summary>What it waits for, by the name of the dependency; <see cref="DependencyCondition.Ready"/> for those that are not in it.</summary>
    public IReadOnlyDictionary<string, DependencyCondition> Conditions { get; init; } = new Dictionary<string, DependencyCondition>();

    /// <summary>Those of <see cref="DependsOn"/> that it is restarted with: when one of them stops running by itself or is restarted.</summary>
    public IReadOnlyList<string> RestartWith { get; init; } = [];

    /// <summary>When it is started again, and how it is stopped.</summary>
    public ServicePolicy Policy { get; init; } = new();
}
