namespace Baton.Contracts;

/// <summary>A service as the control API shows it. Times are UTC; what is not known or does not apply is null.</summary>
public sealed record ServiceRecord
{
    /// <summary>Name in the manifest.</summary>
    public required string Name { get; init; }

    /// <summary>One of <see cref="ServiceStates"/>.</summary>
    public required string State { get; init; }

    /// <summary>True while it runs and what depends on it may start.</summary>
    public required bool Ready { get; init; }

    /// <summary>True when it is meant to run.</summary>
    public required bool Desired { get; init; }

    /// <summary>Number of the present or last run; 0 before the first.</summary>
    public required int Run { get; init; }

    /// <summary>Process id of the present run.</summary>
    public int? Pid { get; init; }

    /// <summary>Starts by policy (not by people) since the daemon began.</summary>
    public required int Restarts { get; init; }

    /// <summary>When it is started again by policy: <c>never</c>, <c>on-failure</c> or <c>always</c>; null from a daemon of an earlier build.</summary>
    public string? RestartPolicy { get; init; }

    /// <summary>Failed runs in a row.</summary>
    public required int Failures { get; init; }

    /// <summary>When the present state began.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>When the present run began.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When the next start by policy is due.</summary>
    public DateTimeOffset? NextStartAt { get; init; }

    /// <summary>Exit code of the last run that ended.</summary>
    public int? ExitCode { get; init; }

    /// <summary>Name of the signal that ended the last run, as <c>SIGKILL</c>.</summary>
    public string? ExitSignal { get; init; }

    /// <summary>Why it is in this state, as a person would say it.</summary>
    public string? Reason { get; init; }

    /// <summary>What it depends on.</summary>
    public required IReadOnlyList<string> DependsOn { get; init; }

    /// <summary>The monitors that must be up before it starts; null when there is none.</summary>
    public IReadOnlyList<string>? Monitors { get; init; }

    /// <summary>Names of the groups it belongs to.</summary>
    public required IReadOnlyList<string> Groups { get; init; }

    /// <summary>A start without names starts it, and <c>up</c> when <see cref="Autostart"/> too: what a person said last, else the manifest.</summary>
    public required bool Enabled { get; init; }

    /// <summary><c>up</c> starts it when it is enabled: the manifest's word, and true for one that a person has enabled.</summary>
    public required bool Autostart { get; init; }

    /// <summary>Name of the service that it is a replica of; null when it is there once.</summary>
    public string? ReplicaOf { get; init; }

    /// <summary>What people call it.</summary>
    public string? DisplayName { get; init; }

    /// <summary>What it is for.</summary>
    public string? Description { get; init; }

    /// <summary>The TCP port it serves on, as the manifest says; <see cref="Ports"/> are those it listens on.</summary>
    public int? Port { get; init; }

    /// <summary>Processor time of the whole tree used between the last two measurements, in percent of one processor.</summary>
    public double? CpuPercent { get; init; }

    /// <summary>Resident memory of the whole tree, in bytes.</summary>
    public long? MemoryBytes { get; init; }

    /// <summary>Number of processes in the tree.</summary>
    public int? Processes { get; init; }

    /// <summary>When these figures were measured, where that could not be done since (an engine of containers that does not answer); null: they are the newest.</summary>
    public DateTimeOffset? FiguresOldSince { get; init; }

    /// <summary>TCP ports the tree listens on, ascending.</summary>
    public IReadOnlyList<int>? Ports { get; init; }

    /// <summary>What its health check found; null when it has none.</summary>
    public HealthRecord? Health { get; init; }

    /// <summary>What the present run says that it does (sd_notify's <c>STATUS</c>), or what the engine says of a container's own healthcheck; null when nothing is said.</summary>
    public string? StatusText { get; init; }

    /// <summary>The last lines that a run that failed wrote, of its standard error, or else of its output; null unless it is in <c>backoff</c> or <c>failed</c> by that run.</summary>
    public IReadOnlyList<string>? LastOutput { get; init; }
}
