using Baton.Supervision.Hooks;

namespace Baton.Supervision.Services;

/// <summary>
/// The life of a service, as a pure step.
/// <para>
/// Guarantees: a run is spawned only when no earlier run has a process (every way to <c>Launch</c> starts from a phase without one);
/// a stop that was asked for cancels every pending start; what a dead process left behind is ended before the next run; news of
/// earlier runs and timers of earlier phases change nothing. All pairs of phase and event are listed in
/// <c>ServiceMachine.approved.txt</c> of the tests. What follows the end of a run is in the part <c>Ends</c>, what is run before, after and
/// to stop one in the part <c>Hooks</c>.
/// </para>
/// </summary>
public static partial class ServiceMachine
{
    private static readonly Effect[] Nothing = [];

    /// <summary>One step: the next state and what is to be done, from the present state, what happened, the rules and the facts around.</summary>
    public static (Service Next, IReadOnlyList<Effect> Effects) Step(Service s, ServiceEvent e, ServicePolicy policy, Surroundings around) => e switch
    {
        // Late news of an earlier run or phase changes nothing.
        ServiceEvent.Spawned x when x.Run != s.Run => (s, Nothing),
        ServiceEvent.SpawnFailed x when x.Run != s.Run => (s, Nothing),
        ServiceEvent.Exited x when x.Run != s.Run => (s, Nothing),
        ServiceEvent.TreeGone x when x.Run != s.Run => (s, Nothing),
        ServiceEvent.ReadinessChanged x when x.Run != s.Run => (s, Nothing),
        ServiceEvent.LivenessFailed x when x.Run != s.Run => (s, Nothing),
        ServiceEvent.HookEnded x when x.Run != s.Run || x.Kind != s.Hook => (s, Nothing),
        ServiceEvent.TimerFired x when x.Epoch != s.Epoch => (s, Nothing),
        _ => s.Phase switch
        {
            Phase.Stopped or Phase.Failed or Phase.Completed => AtRest(s, e, policy, around),
            Phase.WaitingDependencies or Phase.WaitingDevices => Waiting(s, e, policy, around),
            Phase.Starting or Phase.Running => Alive(s, e, policy, around),
            Phase.Stopping => Stopping(s, e, policy, around),
            Phase.Backoff => BackingOff(s, e, policy, around),
            _ => throw new System.Diagnostics.UnreachableException($"phase {s.Phase}"),
        },
    };

    private static (Service, IReadOnlyList<Effect>) AtRest(Service s, ServiceEvent e, ServicePolicy policy, Surroundings around) => e switch
    {
        ServiceEvent.StartRequested or ServiceEvent.RestartRequested => Begin(Forgotten(s) with { IsDesired = true }, policy, around),
        // Only a service that failed too often has a timer here: one more try, and one more failure is enough to fail again.
        ServiceEvent.TimerFired when s.Phase == Phase.Failed => Restart(s, policy, around),
        ServiceEvent.RestartDue when s.IsDesired => Restart(s, policy, around),
        ServiceEvent.StopRequested or ServiceEvent.KillRequested when s.Phase == Phase.Failed => Rest(s),
        ServiceEvent.StopRequested or ServiceEvent.KillRequested => (s with { IsDesired = false }, Nothing),
        _ => (s, Nothing),
    };

    private static (Service, IReadOnlyList<Effect>) Waiting(Service s, ServiceEvent e, ServicePolicy policy, Surroundings around) => e switch
    {
        ServiceEvent.SurroundingsChanged or ServiceEvent.StartRequested or ServiceEvent.RestartRequested or ServiceEvent.DeviceReturned or ServiceEvent.DeviceLost
            when PhaseToBegin(around) != s.Phase => Begin(s, policy, around),
        ServiceEvent.StopRequested or ServiceEvent.KillRequested => Rest(s),
        _ => (s, Nothing),
    };

    private static (Service, IReadOnlyList<Effect>) Alive(Service s, ServiceEvent e, ServicePolicy policy, Surroundings around) => e switch
    {
        // It is ready when its probe says so; the timer of its start goes on.
        ServiceEvent.Spawned x when policy.HasReadiness => (s with { Pid = x.Pid }, Nothing),
        ServiceEvent.Spawned x when s.Phase == Phase.Starting => Enter(s with { Pid = x.Pid }, Phase.Running, policy.StableAfter),
        ServiceEvent.Spawned x when s.Phase == Phase.Running => (s with { Pid = x.Pid }, Nothing),
        ServiceEvent.SpawnFailed x => Gone(s with { SpawnError = x.Reason, Pid = null }, exit: null, AfterStop.AsFailed, policy, around),
        ServiceEvent.Exited { IsTreeGone: true } x => Gone(s with { LastExit = x.Status, Pid = null }, x.Status, AfterStop.ByPolicy, policy, around),
        ServiceEvent.Exited x => Stop(s with { LastExit = x.Status, Pid = null }, AfterStop.ByPolicy, policy),
        ServiceEvent.ReadinessChanged { IsReady: true } when s is { Phase: Phase.Starting, Pid: not null } => Enter(s with { IsProbedReady = true }, Phase.Running, policy.StableAfter),
        ServiceEvent.ReadinessChanged x when s.Phase == Phase.Running => (s.IsProbedReady == x.IsReady ? s : s with { IsProbedReady = x.IsReady }, Nothing),
        ServiceEvent.LivenessFailed x when s.Phase == Phase.Running && s.IsDesired => Stop(s with { Complaint = x.Detail }, AfterFault(s), policy),
        ServiceEvent.HookEnded x => Prepared(s with { Hook = null }, x.Problem, policy, around),
        ServiceEvent.TimerFired when s.Phase == Phase.Starting => Stop(s with { Complaint = NotReadyInTime(policy) }, AfterFault(s), policy),
        ServiceEvent.DeviceLost when policy.OnDeviceLoss == DeviceLossMode.OnReconnect => (s with { IsDeviceAway = true }, Nothing),
        ServiceEvent.DeviceLost x when s.IsDesired => Stop(s with { Complaint = x.Detail }, AfterStop.StartAgain, policy),
        ServiceEvent.DeviceReturned x when s.IsDesired => Stop(s with { Complaint = x.Detail }, AfterStop.StartAgain, policy),
        // On its way down already; a start that calls the stop off must know of it.
        ServiceEvent.DeviceLost or ServiceEvent.DeviceReturned => (s with { IsDeviceAway = true }, Nothing),
        ServiceEvent.TimerFired when s.Phase == Phase.Running => (Forgotten(s) with { IsStable = true }, Nothing),
        ServiceEvent.StopRequested x when x.IsAlone || around.AreDependentsGone => Stop(s with { IsDesired = false }, AfterStop.Rest, policy),
        // What depends on it goes first; SurroundingsChanged tells when that is done.
        ServiceEvent.StopRequested => (s with { IsDesired = false }, Nothing),
        ServiceEvent.SurroundingsChanged when !s.IsDesired && around.AreDependentsGone => Stop(s, AfterStop.Rest, policy),
        ServiceEvent.KillRequested => Kill(s),
        // The run holds a device that has gone; where one is there again, or must be, it is of no more use.
        ServiceEvent.StartRequested when s is { IsDesired: false, IsDeviceAway: true } && (around.AreDevicesPresent || policy.OnDeviceLoss == DeviceLossMode.Immediate) =>
            Stop(s with { IsDesired = true }, AfterStop.StartAgain, policy),
        ServiceEvent.StartRequested => (s with { IsDesired = true }, Nothing),
        ServiceEvent.RestartRequested => Stop(Forgotten(s) with { IsDesired = true }, AfterStop.StartAgain, policy),
        // Nobody took over: the failures stay, and it is a start by policy.
        ServiceEvent.RestartDue when s.IsDesired => Stop(s with { Restarts = s.Restarts + 1 }, AfterStop.StartAgain, policy),
        _ => (s, Nothing),
    };

    private static (Service, IReadOnlyList<Effect>) Stopping(Service s, ServiceEvent e, ServicePolicy policy, Surroundings around) => e switch
    {
        ServiceEvent.Spawned x => (s with { Pid = x.Pid }, Nothing),
        ServiceEvent.SpawnFailed x => Gone(s with { SpawnError = x.Reason }, exit: null, s.Next, policy, around),
        ServiceEvent.Exited { IsTreeGone: true } x => Gone(s with { LastExit = x.Status, Pid = null }, x.Status, s.Next, policy, around),
        ServiceEvent.Exited x => (s with { LastExit = x.Status, Pid = null }, TermsForRest(s, policy)),
        ServiceEvent.TreeGone => Gone(s, s.LastExit, s.Next, policy, around),
        ServiceEvent.HookEnded x => HookEnded(s with { Hook = null }, x, policy, around),
        ServiceEvent.TimerFired => (s, KillOf(s)),
        ServiceEvent.StopRequested => (s with { IsDesired = false, Next = s.Next == AfterStop.RestAtOnce ? s.Next : AfterStop.Rest }, Nothing),
        ServiceEvent.KillRequested => Kill(s),
        ServiceEvent.StartRequested when s.Next is AfterStop.ByPolicy or AfterStop.AsFailed => (s with { IsDesired = true }, Nothing),
        ServiceEvent.StartRequested or ServiceEvent.RestartRequested =>
            (Forgotten(s) with { IsDesired = true, Next = AfterStop.StartAgain }, Nothing),
        // A run that follows anyway needs no other; one that had ended for good does.
        ServiceEvent.RestartDue when s is { IsDesired: true, Next: AfterStop.ByPolicy } && IsSuccess(s, policy) =>
            (s with { Next = AfterStop.StartAgain, Restarts = s.Restarts + 1 }, Nothing),
        _ => (s, Nothing),
    };

    private static (Service, IReadOnlyList<Effect>) BackingOff(Service s, ServiceEvent e, ServicePolicy policy, Surroundings around) => e switch
    {
        ServiceEvent.TimerFired or ServiceEvent.RestartDue => Restart(s, policy, around),
        ServiceEvent.StartRequested or ServiceEvent.RestartRequested => Begin(s, policy, around),
        // A program notices the loss of its device sooner than it is certain to others: what it died of was no failure.
        ServiceEvent.DeviceLost or ServiceEvent.DeviceReturned => Begin(s with { Failures = Math.Max(0, s.Failures - 1) }, policy, around),
        ServiceEvent.StopRequested or ServiceEvent.KillRequested => Rest(s),
        _ => (s, Nothing),
    };

    /// <summary>What follows when Baton ends a run for a fault: without its device it could not do better.</summary>
    private static AfterStop AfterFault(Service s) => s is { IsDeviceAway: true, IsDesired: true } ? AfterStop.StartAgain : AfterStop.AsFailed;

    /// <summary>The phase on the way to the next run: a launch, or the first thing that is missing.</summary>
    private static Phase PhaseToBegin(Surroundings around) =>
        !around.AreDependenciesReady ? Phase.WaitingDependencies : !around.AreDevicesPresent ? Phase.WaitingDevices : Phase.Starting;

    private static (Service, IReadOnlyList<Effect>) Begin(Service s, ServicePolicy policy, Surroundings around) =>
        PhaseToBegin(around) is var phase and not Phase.Starting ? Enter(s, phase) : Launch(s, policy, around);

    private static (Service, IReadOnlyList<Effect>) Launch(Service s, ServicePolicy policy, Surroundings around)
    {
        var run = s.Run + 1;
        var fresh = s with
        {
            Run = run,
            IsStable = false,
            Pid = null,
            SpawnError = null,
            Complaint = null,
            IsProbedReady = false,
            IsDeviceAway = false,
            LaunchedAt = around.Now,
            IsTreeGone = false,
        };
        if (policy.HasPreStart) return Enter(fresh with { Hook = HookKind.PreStart }, Phase.Starting, timer: null, new Effect.RunHook(run, HookKind.PreStart, Exit: null));
        return Enter(fresh, Phase.Starting, policy.HasReadiness ? policy.StartupTimeout : null, new Effect.Spawn(run));
    }

    private static string NotReadyInTime(ServicePolicy policy) =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"not ready {policy.StartupTimeout.TotalSeconds:0.###} s after its start");

    private static (Service, IReadOnlyList<Effect>) Rest(Service s) => Enter(s with { IsDesired = false }, Phase.Stopped);

    private static (Service, IReadOnlyList<Effect>) Stop(Service s, AfterStop next, ServicePolicy policy)
    {
        if (policy.StopTimeout <= TimeSpan.Zero) return Enter(s with { Next = next }, Phase.Stopping, timer: null, KillOf(s));
        if (s.Hook is not null) return Enter(s with { Next = next }, Phase.Stopping, policy.StopTimeout, new Effect.TerminateHook(s.Run));
        // A run without a first process cannot be told by a program of its own: it has none yet, or what is left of it are strays.
        if (policy.HasStopCommand && s.Pid is not null)
            return Enter(s with { Next = next, Hook = HookKind.StopCommand }, Phase.Stopping, policy.StopTimeout, new Effect.RunHook(s.Run, HookKind.StopCommand, Exit: null));
        return Enter(s with { Next = next }, Phase.Stopping, policy.StopTimeout, new Effect.Terminate(s.Run));
    }

    private static (Service, IReadOnlyList<Effect>) Kill(Service s) =>
        Enter(s with { IsDesired = false, Next = AfterStop.RestAtOnce }, Phase.Stopping, timer: null, KillOf(s));

    /// <summary>Earlier failures no longer count: the run was stable, or a person took over.</summary>
    private static Service Forgotten(Service s) => s with { Failures = 0, RecentRestarts = [] };

    private static (Service, IReadOnlyList<Effect>) Enter(Service s, Phase phase, TimeSpan? timer = null, params ReadOnlySpan<Effect> effects)
    {
        var next = s with { Phase = phase, Epoch = s.Epoch + 1 };
        return (next, timer is { } after ? [.. effects, new Effect.Arm(next.Epoch, after)] : effects.ToArray());
    }
}
