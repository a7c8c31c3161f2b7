using Baton.Processes;
using Baton.Supervision.Figures;

namespace Baton.Supervision.Services;

/// <summary>A service as others see it: published by the supervisor after each change, never changed afterwards.</summary>
public sealed record ServiceView
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>What it is doing.</summary>
    public required Phase State { get; init; }

    /// <summary>What depends on it may start.</summary>
    public required bool IsReady { get; init; }

    /// <summary>It is meant to run.</summary>
    public required bool IsDesired { get; init; }

    /// <summary>Number of the present or last run; 0 before the first.</summary>
    public required int Run { get; init; }

    /// <summary>Its first process.</summary>
    public int? Pid { get; init; }

    /// <summary>Starts by policy since the daemon began.</summary>
    public required int Restarts { get; init; }

    /// <summary>Failed runs in a row.</summary>
    public required int Failures { get; init; }

    /// <summary>When the present state began (UTC).</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>When the present or last run began (UTC).</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When the next start by policy is due (UTC).</summary>
    public DateTimeOffset? NextStartAt { get; init; }

    /// <summary>How the last run that ended did so.</summary>
    public ExitStatus? LastExit { get; init; }

    /// <summary>Why it is in this state, as a person would say it.</summary>
    public string? Reason { get; init; }

    /// <summary>Why the last spawn failed; null when it did not.</summary>
    public string? SpawnError { get; init; }

    /// <summary>The number of the system's refusal of the last spawn; null when it was not refused, or by something else.</summary>
    public int? SpawnErrno { get; init; }

    /// <summary>It is started by the clock, and so by <c>up</c> only when that names it.</summary>
    public bool IsScheduled { get; init; }

    /// <summary>What it depends on.</summary>
    public required IReadOnlyList<string> DependsOn { get; init; }

    /// <summary>The monitors that must be up before it starts.</summary>
    public IReadOnlyList<string> Monitors { get; init; } = [];

    /// <summary>Name of the service that it is a replica of; null when it is there once.</summary>
    public string? ReplicaOf { get; init; }

    /// <summary>What people call it; null when they use its name.</summary>
    public string? DisplayName { get; init; }

    /// <summary>What it is for; empty when nobody said.</summary>
    public string Description { get; init; } = "";

    /// <summary>What kind of program people say it is; null when nobody said.</summary>
    public string? Type { get; init; }

    /// <summary>When it is started again by policy.</summary>
    public RestartMode Restart { get; init; } = RestartMode.OnFailure;

    /// <summary>It is ready when a probe or it itself says so, not when its process runs.</summary>
    public bool HasReadiness { get; init; }

    /// <summary>The TCP port it serves on, as the manifest says; null when it does not.</summary>
    public int? Port { get; init; }

    /// <summary>Names of the groups it belongs to.</summary>
    public IReadOnlyList<string> Groups { get; init; } = [];

    /// <summary>It is started by <c>start</c> without names, and by <c>up</c> when <see cref="IsAutostarted"/> too.</summary>
    public bool IsEnabled { get; init; } = true;

    /// <summary><c>up</c> starts it when it is enabled.</summary>
    public bool IsAutostarted { get; init; } = true;

    /// <summary>What its tree uses; null until it was measured.</summary>
    public ServiceFigures? Figures { get; init; }

    /// <summary>What it has come to since the daemon began; the same object in all views of a service. Null: nobody counts.</summary>
    public ServiceTally? Tally { get; init; }

    /// <summary>What its built-in check found; null when it has none.</summary>
    public ServiceHealth? Health { get; init; }

    /// <summary>The last lines that the run which failed wrote; null unless it is in backoff or failed by that run.</summary>
    public IReadOnlyList<string>? LastOutput { get; init; }

    /// <summary>What the present run says that it does; null when it says nothing.</summary>
    public string? StatusText { get; init; }

    /// <summary>Grows with each change of what it shows, but for what <see cref="ServiceFigures"/> measure anew each time: processor time, memory, processes.</summary>
    public int Version { get; init; }

    /// <summary>Something of it is different, besides its version and figures that change all the time.</summary>
    internal bool DiffersFrom(ServiceView other) =>
        !(Figures?.Ports ?? []).SequenceEqual(other.Figures?.Ports ?? []) || this with { Figures = other.Figures, Version = other.Version, Tally = other.Tally } != other;

    /// <summary>It has a process, or may have one in an instant.</summary>
    public bool IsLive => State is Phase.Starting or Phase.Running or Phase.Stopping;
}

/// <summary>What a service's tree uses.</summary>
/// <param name="CpuPercent">Processor time used between the last two measurements, in percent of one processor; null after the first.</param>
/// <param name="MemoryBytes">Resident memory.</param>
/// <param name="Processes">Number of processes.</param>
/// <param name="Ports">TCP ports listened on, ascending.</param>
public sealed record ServiceFigures(double? CpuPercent, long MemoryBytes, int Processes, IReadOnlyList<int> Ports)
{
    /// <summary>When they were measured (UTC), where that could not be done the last time; null: they are the newest.</summary>
    public DateTimeOffset? OldSince { get; init; }

    /// <summary>What an engine of containers says of how it does, for people; null: nothing.</summary>
    public string? Said { get; init; }
}

/// <summary>Who asked for an act, for the record: <c>uid 1000</c>, <c>127.0.0.1</c>, <c>Ctrl+C</c>.</summary>
/// <param name="Who">The person or thing, as it follows on "by".</param>
/// <param name="Notice">Number of the notice that it follows from; null when it starts a chain.</param>
public sealed record ActCause(string Who, long? Notice = null);

/// <summary>The outcome of a start, stop or restart.</summary>
/// <param name="Services">What was asked for, as it is now.</param>
/// <param name="Also">What had to be started before or stopped first, as it is now.</param>
public sealed record ServicesChange(IReadOnlyList<ServiceView> Services, IReadOnlyList<ServiceView> Also);
