using Baton.Probes;
using Baton.Processes;
using Baton.Supervision.Devices;
using Baton.Supervision.Hooks;
using Baton.Supervision.Probing;
using Baton.Supervision.Reload;

namespace Baton.Supervision.Services;

/// <summary>What the supervisor's actor handles.</summary>
internal abstract record SupervisorMessage
{
    private SupervisorMessage()
    {
    }

    /// <summary>Something of one service; it may have been forgotten meanwhile.</summary>
    public abstract record OfService(ServiceSlot Service) : SupervisorMessage;

    /// <summary>News of processes; a fact.</summary>
    public sealed record FromHost(ProcessEvent Event) : SupervisorMessage;

    /// <summary>A service's timer fired; a fact.</summary>
    public sealed record TimerFired(ServiceSlot Service, int Epoch) : OfService(Service);

    /// <summary>Something about a service's devices; a fact.</summary>
    public sealed record DevicesChanged(ServiceSlot Service, int Version, DeviceGateEvent Event) : OfService(Service);

    /// <summary>A probe of a run was answered; a fact.</summary>
    public sealed record Probed(ServiceSlot Service, int Version, int Run, ProbeKind Kind, ProbeResult Result) : OfService(Service);

    /// <summary>A service has said something of itself, which waits in the inbox; a fact, one at a time for each service.</summary>
    public sealed record NotificationWaits(string Service) : SupervisorMessage;

    /// <summary>A run may have been silent for too long; a fact (a timer's).</summary>
    public sealed record WatchdogDue(ServiceSlot Service, int Version, int Run) : OfService(Service);

    /// <summary>What was run before, after or to stop a run has ended; a fact.</summary>
    public sealed record HookEnded(ServiceSlot Service, int Run, HookKind Kind, HookOutcome Outcome) : OfService(Service);
    /// <summary>The built-in check of a run was executed; a fact.</summary>
    public sealed record Checked(ServiceSlot Service, int Version, int Run, ProbeResult Result) : OfService(Service);

    /// <summary>The last words of a run that failed were read; a fact.</summary>
    public sealed record LastOutputRead(ServiceSlot Service, int Run, IReadOnlyList<string> Lines) : OfService(Service);

    /// <summary>What is not found out about a run that failed by now is not waited for any longer; a fact (a timer's).</summary>
    public sealed record ExaminationOver(ServiceSlot Service, int Run) : OfService(Service);

    /// <summary>What the host knows of runs, at the beginning; a fact.</summary>
    public sealed record Recover(IReadOnlyList<KnownRun> Runs) : SupervisorMessage;

    /// <summary>What <c>up</c> starts was asked for; a fact.</summary>
    public sealed record Begun : SupervisorMessage;

    /// <summary>Somebody asks for something.</summary>
    /// <param name="Act">Completed when it is done.</param>
    /// <param name="Kind">What.</param>
    /// <param name="IsAlone">Stop without waiting for dependents.</param>
    /// <param name="Cause">Who.</param>
    public sealed record Asked(PendingAct Act, ActKind Kind, bool IsAlone, ActCause Cause) : SupervisorMessage
    {
        /// <summary>A stop that asks nobody to end: all that it stops is killed at once.</summary>
        public bool IsKill { get; init; }

        /// <summary>A start whose run is begun with this in place of what the definition says; null: as that says.</summary>
        public Launch? Once { get; init; }
    }

    /// <summary>Somebody adds a service of which no manifest speaks.</summary>
    public sealed record AddAsked(ServiceDefinition Definition, ActCause Cause, TaskCompletionSource Answer) : SupervisorMessage;

    /// <summary>Somebody takes such a service away.</summary>
    public sealed record RemoveAsked(string Name, ActCause Cause, TaskCompletionSource Answer) : SupervisorMessage;

    /// <summary>Somebody asks for a signal to be sent to the runs of services.</summary>
    public sealed record SignalAsked(IReadOnlyList<ServiceSlot> Services, int Signal, ActCause Cause, TaskCompletionSource<ServicesChange> Answer) : SupervisorMessage;

    /// <summary>Nobody waits for this any longer; it goes on.</summary>
    public sealed record Forget(PendingAct Act) : SupervisorMessage;

    /// <summary>Stop everything and take no more requests; a second one with <paramref name="IsKill"/> ends the patience.</summary>
    public sealed record ShutDown(bool IsKill, ActCause Cause) : SupervisorMessage;

    /// <summary>Nothing is decided any more after this; another supervisor goes on.</summary>
    public sealed record Rest(TaskCompletionSource Done) : SupervisorMessage;

    /// <summary>Somebody asks what a reload would do.</summary>
    public sealed record PlanAsked(ServiceSet Services, TaskCompletionSource<ReloadPlan> Answer) : SupervisorMessage;

    /// <summary>Somebody asks for other definitions to be in force.</summary>
    public sealed record ReloadAsked(ServiceSet Services, ActCause Cause, IReadOnlySet<string>? Scaled, TaskCompletionSource<ReloadBegun> Answer) : SupervisorMessage
    {
        /// <summary>It waits for what is in its way.</summary>
        public bool IsPatient { get; init; }

        /// <summary>Called once it is in force, before anything ends for it; null: nobody wants to know.</summary>
        public Action? BeforeEnds { get; init; }
    }

    /// <summary>A <c>reload_command</c> has ended; a fact.</summary>
    public sealed record ReloadCommandEnded(ServiceSlot Service, int Run, HookOutcome Outcome, TaskCompletionSource<string?> Told) : SupervisorMessage;

    /// <summary>A time of some service may have come; a fact (a timer's).</summary>
    public sealed record LookAtClock : SupervisorMessage;

    /// <summary>Monitors stand otherwise; a fact, one at a time.</summary>
    public sealed record MonitorsChanged : SupervisorMessage;

    /// <summary>A watched file has changed; a fact, one at a time for each service.</summary>
    public sealed record FileChanged(ServiceSlot Service, int Version, string Path) : OfService(Service);

    /// <summary>Watched files have not changed for a while; a fact (a timer's).</summary>
    public sealed record FilesQuiet(ServiceSlot Service, int Version) : OfService(Service);

    /// <summary>Somebody asks whether turns are taken.</summary>
    public sealed record TurnAsked(Action Taken) : SupervisorMessage;

    /// <summary>Measure now; a fact (a timer's).</summary>
    public sealed record MeasureNow : SupervisorMessage;
}
