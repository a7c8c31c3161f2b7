using Baton.Processes;
using Baton.Supervision.Hooks;

namespace Baton.Supervision.Services;

/// <summary>What can happen to a service.</summary>
public abstract record ServiceEvent
{
    private ServiceEvent()
    {
    }

    /// <summary>It is meant to run.</summary>
    public sealed record StartRequested : ServiceEvent;

    /// <summary>It is meant not to run.</summary>
    /// <param name="IsAlone">Do not wait for what depends on it to stop first.</param>
    public sealed record StopRequested(bool IsAlone) : ServiceEvent;

    /// <summary>It is meant to run, as a new process.</summary>
    public sealed record RestartRequested : ServiceEvent;

    /// <summary>Baton replaces its run by the service's own rules, as for memory or changed files; a service that is not desired is left alone.</summary>
    public sealed record RestartDue : ServiceEvent;

    /// <summary>It is meant not to run, and nobody waits for a gentle end any longer.</summary>
    public sealed record KillRequested : ServiceEvent;

    /// <summary>Its dependencies or dependents changed; the facts are in <see cref="Surroundings"/>.</summary>
    public sealed record SurroundingsChanged : ServiceEvent;

    /// <summary>The run has a process.</summary>
    public sealed record Spawned(int Run, int Pid) : ServiceEvent;

    /// <summary>The run never had a process.</summary>
    public sealed record SpawnFailed(int Run, string Reason) : ServiceEvent;

    /// <summary>The first process of the run ended.</summary>
    public sealed record Exited(int Run, ExitStatus Status, bool IsTreeGone) : ServiceEvent;

    /// <summary>The last process of the run ended.</summary>
    public sealed record TreeGone(int Run) : ServiceEvent;

    /// <summary>What its readiness probes say is different.</summary>
    public sealed record ReadinessChanged(int Run, bool IsReady) : ServiceEvent;

    /// <summary>Its liveness probe has failed as often as it may.</summary>
    public sealed record LivenessFailed(int Run, string Detail) : ServiceEvent;

    /// <summary>A device that it needs has gone.</summary>
    public sealed record DeviceLost(string Detail) : ServiceEvent;

    /// <summary>The devices that it needs are there again, or are others under the same names.</summary>
    public sealed record DeviceReturned(string Detail) : ServiceEvent;

    /// <summary>The program run before, after or to stop the run has ended, or was never there; nothing of it lives.</summary>
    /// <param name="Run">The run.</param>
    /// <param name="Kind">What it was run for.</param>
    /// <param name="Problem">Why it did not do its work, for people; null when it did.</param>
    public sealed record HookEnded(int Run, HookKind Kind, string? Problem) : ServiceEvent;

    /// <summary>The armed timer fired.</summary>
    public sealed record TimerFired(int Epoch) : ServiceEvent;
}
