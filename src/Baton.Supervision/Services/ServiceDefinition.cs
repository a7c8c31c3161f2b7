using Baton.Processes;
using Baton.Supervision.Dependencies;
using Baton.Supervision.Hooks;
using Baton.Supervision.Notifying;
using Baton.Supervision.Probing;
using Baton.Supervision.Reload;
using Baton.Supervision.Replicas;
using Baton.Supervision.Scheduling;
using Baton.Supervision.Watching;

namespace Baton.Supervision.Services;

/// <summary>A service as the manifest describes it, complete and checked. Compared by value.</summary>
public sealed record ServiceDefinition
{
    /// <summary>Its name (<see cref="Core.Names"/>).</summary>
    public required string Name { get; init; }

    /// <summary>Which of several equal services it is; null when it is there once.</summary>
    public ServiceReplica? Replica { get; init; }

    /// <summary>It was added while Baton runs: no manifest speaks of it, and a reload leaves it alone.</summary>
    public bool IsDynamic { get; init; }

    /// <summary>What people call it; null when they use its name.</summary>
    public string? DisplayName { get; init; }

    /// <summary>What it is for; empty when nobody said.</summary>
    public string Description { get; init; } = "";

    /// <summary>What kind of program people say it is, as <c>python</c>; null when nobody said. Nothing follows from it.</summary>
    public string? Type { get; init; }

    /// <summary>The TCP port it serves on, 1 to 65,535; null when it was not told.</summary>
    public int? Port { get; init; }

    /// <summary>False: it is started only by its name, or because something that is started depends on it.</summary>
    public bool IsEnabled { get; init; } = true;

    /// <summary>False: <c>up</c> leaves it alone, unless something it starts depends on it.</summary>
    public bool IsAutostarted { get; init; } = true;

    /// <summary>When it has ended for good, everything is stopped and the daemon ends with its exit code.</summary>
    public bool EndsProject { get; init; }

    /// <summary>Names of the groups it belongs to.</summary>
    public IReadOnlyList<string> Groups { get; init; } = [];

    /// <summary>The built-in check that says how it does; null when it has none.</summary>
    public BuiltInCheck? Check { get; init; }

    /// <summary>What to run, with the whole environment.</summary>
    public required Launch Launch { get; init; }

    /// <summary>Names of the services that must be ready before it starts, and that are stopped after it.</summary>
    public IReadOnlyList<string> DependsOn { get; init; } = [];

    /// <summary>What it waits for, by the name of the dependency; <see cref="DependencyCondition.Ready"/> for those that are not in it.</summary>
    public IReadOnlyDictionary<string, DependencyCondition> Conditions { get; init; } = new Dictionary<string, DependencyCondition>();

    /// <summary>Names of the monitors that must be up before it starts.</summary>
    public IReadOnlyList<string> Monitors { get; init; } = [];

    /// <summary>Those of <see cref="DependsOn"/> that it is restarted with: when one of them stops running by itself or is restarted.</summary>
    public IReadOnlyList<string> RestartWith { get; init; } = [];

    /// <summary>Absolute paths of the devices that must be there while it runs.</summary>
    public IReadOnlyList<string> RequiresDevices { get; init; } = [];

    /// <summary>How it is found out how it does.</summary>
    public ServiceProbes Probes { get; init; } = ServiceProbes.None;

    /// <summary>It says by itself that it is ready and lives; null when it does not.</summary>
    public ServiceNotify? Notify { get; init; }

    /// <summary>Bytes of resident memory of its tree beyond which it is restarted; null: it never is for that.</summary>
    public long? MemoryRestart { get; init; }

    /// <summary>Files whose changes it follows; null: none.</summary>
    public ServiceWatch? Watch { get; init; }

    /// <summary>When it is started by the clock; null: never.</summary>
    public ServiceSchedule? Schedule { get; init; }

    /// <summary>What is run before, after and to stop a run.</summary>
    public ServiceHooks Hooks { get; init; } = ServiceHooks.None;

    /// <summary>How it takes over changes of files that it reads.</summary>
    public ServiceReload Reload { get; init; } = ServiceReload.None;

    /// <summary>When it is started again, and how it is stopped.</summary>
    public ServicePolicy Policy { get; init; } = new();
}
