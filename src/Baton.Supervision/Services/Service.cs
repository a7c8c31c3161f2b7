using Baton.Processes;
using Baton.Supervision.Hooks;

namespace Baton.Supervision.Services;

/// <summary>The whole state of a service; changed only by <see cref="ServiceMachine"/>.</summary>
/// <param name="Phase">What it is doing.</param>
/// <param name="Run">Number of the present or last process incarnation; 0 before the first.</param>
/// <param name="Epoch">Grows on every phase change; a timer counts only in the epoch that armed it.</param>
public sealed record Service(Phase Phase, int Run = 0, int Epoch = 0)
{
    /// <summary>What was asked for: true when it is meant to run.</summary>
    public bool IsDesired { get; init; }

    /// <summary>Failed runs in a row.</summary>
    public int Failures { get; init; }

    /// <summary>Starts by policy, not by people.</summary>
    public int Restarts { get; init; }

    /// <summary>When the present or last run was launched, as <see cref="Surroundings.Now"/>.</summary>
    public TimeSpan LaunchedAt { get; init; }

    /// <summary>When policy started it lately, the oldest first; at most <see cref="ServicePolicy.MaxRestarts"/>, and none older than its window.</summary>
    public IReadOnlyList<TimeSpan> RecentRestarts { get; init; } = [];

    /// <summary>The present run lasted long enough to forget earlier failures.</summary>
    public bool IsStable { get; init; }

    /// <summary>Its first process; null when there is none yet or it is gone.</summary>
    public int? Pid { get; init; }

    /// <summary>How the last run that ended did so.</summary>
    public ExitStatus? LastExit { get; init; }

    /// <summary>Its readiness probe has passed and not failed since.</summary>
    public bool IsProbedReady { get; init; }

    /// <summary>A device that the present run needs is away, and the run goes on without it.</summary>
    public bool IsDeviceAway { get; init; }

    /// <summary>Why Baton ended the last run, as a person would say it; null when it did not, or was asked to.</summary>
    public string? Complaint { get; init; }

    /// <summary>Why the last spawn failed; null when it did not.</summary>
    public string? SpawnError { get; init; }

    /// <summary>In <see cref="Phase.Stopping"/>: what follows once the tree is gone.</summary>
    public AfterStop Next { get; init; }

    /// <summary>The program that runs now before, after or to stop the run; null when none does.</summary>
    public HookKind? Hook { get; init; }

    /// <summary>In <see cref="Phase.Stopping"/>: nothing of the run lives any more but a hook.</summary>
    public bool IsTreeGone { get; init; }

    /// <summary>It has a process, or may have one in an instant: its dependencies must not be stopped under it.</summary>
    public bool IsLive => Phase is Phase.Starting or Phase.Running or Phase.Stopping;

    /// <summary>What depends on it may start.</summary>
    /// <param name="policy">Its rules: a one-shot is ready when it is done.</param>
    public bool IsReady(ServicePolicy policy) => policy.IsOneShot
        ? Phase == Phase.Completed
        : Phase == Phase.Running && !IsDeviceAway && (IsProbedReady || !policy.HasReadiness);
}

/// <summary>What follows a stop.</summary>
public enum AfterStop
{
    /// <summary>It stays stopped.</summary>
    Rest,

    /// <summary>It is started again.</summary>
    StartAgain,

    /// <summary>Its process had ended unasked: policy decides by how it ended.</summary>
    ByPolicy,

    /// <summary>Baton ended it for a fault: policy decides as after a failure.</summary>
    AsFailed,

    /// <summary>It stays stopped, and nobody waits for what would be run after it.</summary>
    RestAtOnce,
}
