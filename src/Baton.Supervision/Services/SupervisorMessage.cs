using Baton.Probes;
using Baton.Processes;
using Baton.Supervision.Devices;
using Baton.Supervision.Hooks;
using Baton.Supervision.Probing;

namespace Baton.Supervision.Services;

/// <summary>What the supervisor's actor handles.</summary>
internal abstract record SupervisorMessage
{
    private SupervisorMessage()
    {
    }

    /// <summary>News of processes; a fact.</summary>
    public sealed record FromHost(ProcessEvent Event) : SupervisorMessage;

    /// <summary>A service's timer fired; a fact.</summary>
    public sealed record TimerFired(int Service, int Epoch) : SupervisorMessage;

    /// <summary>Something about a service's devices; a fact.</summary>
    public sealed record DevicesChanged(int Service, DeviceGateEvent Event) : SupervisorMessage;

    /// <summary>A probe of a run was answered; a fact.</summary>
    public sealed record Probed(int Service, int Run, ProbeKind Kind, ProbeResult Result) : SupervisorMessage;

    /// <summary>What was run before, after or to stop a run has ended; a fact.</summary>
    public sealed record HookEnded(int Service, int Run, HookKind Kind, HookOutcome Outcome) : SupervisorMessage;
    /// <summary>The built-in check of a run was executed; a fact.</summary>
    public sealed record Checked(int Service, int Run, ProbeResult Result) : SupervisorMessage;

    /// <summary>The last words of a run that failed were read; a fact.</summary>
    public sealed record LastOutputRead(int Service, int Run, IReadOnlyList<string> Lines) : SupervisorMessage;

    /// <summary>What is not found out about a run that failed by now is not waited for any longer; a fact (a timer's).</summary>
    public sealed record ExaminationOver(int Service, int Run) : SupervisorMessage;

    /// <summary>What the host knows of runs, at the beginning; a fact.</summary>
    public sealed record Recover(IReadOnlyList<KnownRun> Runs) : SupervisorMessage;

    /// <summary>What <c>up</c> starts was asked for; a fact.</summary>
    public sealed record Begun : SupervisorMessage;

    /// <summary>Somebody asks for something.</summary>
    /// <param name="Act">Completed when it is done.</param>
    /// <param name="Kind">What.</param>
    /// <param name="IsAlone">Stop without waiting for dependents.</param>
    /// <param name="Cause">Who.</param>
    public sealed record Asked(PendingAct Act, ActKind Kind, bool IsAlone, ActCause Cause) : SupervisorMessage;

    /// <summary>Nobody waits for this any longer; it goes on.</summary>
    public sealed record Forget(PendingAct Act) : SupervisorMessage;

    /// <summary>Stop everything and take no more requests; a second one with <paramref name="IsKill"/> ends the patience.</summary>
    public sealed record ShutDown(bool IsKill, ActCause Cause) : SupervisorMessage;

    /// <summary>Measure now; a fact (a timer's).</summary>
    public sealed record MeasureNow : SupervisorMessage;
}
