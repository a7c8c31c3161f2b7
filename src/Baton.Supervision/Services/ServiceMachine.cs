namespace Baton.Supervision.Services;

/// <summary>
/// The life of a service, as a pure step.
/// <para>
/// Guarantees: a run is spawned only when no earlier run has a process (every way to <c>Launch</c> starts from a phase without one);
/// a stop that was asked for cancels every pending start; what a dead process left behind is ended before the next run; news of
/// earlier runs and timers of earlier phases change nothing. All pairs of phase and event are listed in
/// <c>ServiceMachine.approved.txt</c> of the tests.
/// </para>
/// </summary>
public static class ServiceMachine
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
        ServiceEvent.TimerFired x when x.Epoch != s.Epoch => (s, Nothing),
        _ => s.Phase switch
        {
            Phase.Stopped or Phase.Failed or Phase.Completed => AtRest(s, e, around),
            Phase.WaitingDependencies => Waiting(s, e, around),
            Phase.Starting or Phase.Running => Alive(s, e, policy, around),
            Phase.Stopping => Stopping(s, e, policy, around),
            Phase.Backoff => BackingOff(s, e, around),
            _ => throw new System.Diagnostics.UnreachableException($"phase {s.Phase}"),
        },
    };

    private static (Service, IReadOnlyList<Effect>) AtRest(Service s, ServiceEvent e, Surroundings around) => e switch
    {
        ServiceEvent.StartRequested or ServiceEvent.RestartRequested => Begin(s with { Failures = 0, IsDesired = true }, around),
        // Only a service that failed too often has a timer here: one more try, and one more failure is enough to fail again.
        ServiceEvent.TimerFired when s.Phase == Phase.Failed => Begin(s with { Restarts = s.Restarts + 1 }, around),
        ServiceEvent.StopRequested or ServiceEvent.KillRequested when s.Phase == Phase.Failed => Rest(s),
        ServiceEvent.StopRequested or ServiceEvent.KillRequested => (s with { IsDesired = false }, Nothing),
        _ => (s, Nothing),
    };

    private static (Service, IReadOnlyList<Effect>) Waiting(Service s, ServiceEvent e, Surroundings around) => e switch
    {
        ServiceEvent.SurroundingsChanged or ServiceEvent.StartRequested or ServiceEvent.RestartRequested
            when around.AreDependenciesReady => Launch(s),
        ServiceEvent.StopRequested or ServiceEvent.KillRequested => Rest(s),
        _ => (s, Nothing),
    };

    private static (Service, IReadOnlyList<Effect>) Alive(Service s, ServiceEvent e, ServicePolicy policy, Surroundings around) => e switch
    {
        ServiceEvent.Spawned x when s.Phase == Phase.Starting => Enter(s with { Pid = x.Pid }, Phase.Running, policy.StableAfter),
        ServiceEvent.SpawnFailed x => Failed(s with { SpawnError = x.Reason, Pid = null }, policy, around),
        ServiceEvent.Exited { IsTreeGone: true } x => Ended(s with { LastExit = x.Status, Pid = null }, policy, around),
        ServiceEvent.Exited x => Stop(s with { LastExit = x.Status, Pid = null }, AfterStop.ByPolicy, policy),
        ServiceEvent.TimerFired when s.Phase == Phase.Running => (s with { Failures = 0, IsStable = true }, Nothing),
        ServiceEvent.StopRequested x when x.IsAlone || around.AreDependentsGone => Stop(s with { IsDesired = false }, AfterStop.Rest, policy),
        // What depends on it goes first; SurroundingsChanged tells when that is done.
        ServiceEvent.StopRequested => (s with { IsDesired = false }, Nothing),
        ServiceEvent.SurroundingsChanged when !s.IsDesired && around.AreDependentsGone => Stop(s, AfterStop.Rest, policy),
        ServiceEvent.KillRequested => Kill(s),
        ServiceEvent.StartRequested => (s with { IsDesired = true }, Nothing),
        ServiceEvent.RestartRequested => Stop(s with { IsDesired = true, Failures = 0 }, AfterStop.StartAgain, policy),
        _ => (s, Nothing),
    };

    private static (Service, IReadOnlyList<Effect>) Stopping(Service s, ServiceEvent e, ServicePolicy policy, Surroundings around) => e switch
    {
        ServiceEvent.Spawned x => (s with { Pid = x.Pid }, Nothing),
        ServiceEvent.SpawnFailed x => Rested(s with { SpawnError = x.Reason }, policy, around),
        ServiceEvent.Exited { IsTreeGone: true } x => Rested(s with { LastExit = x.Status, Pid = null }, policy, around),
        ServiceEvent.Exited x => (s with { LastExit = x.Status, Pid = null }, Nothing),
        ServiceEvent.TreeGone => Rested(s, policy, around),
        ServiceEvent.TimerFired => (s, [new Effect.Kill(s.Run)]),
        ServiceEvent.StopRequested => (s with { IsDesired = false, Next = AfterStop.Rest }, Nothing),
        ServiceEvent.KillRequested => Kill(s),
        ServiceEvent.StartRequested when s.Next == AfterStop.ByPolicy => (s with { IsDesired = true }, Nothing),
        ServiceEvent.StartRequested or ServiceEvent.RestartRequested =>
            (s with { IsDesired = true, Failures = 0, Next = AfterStop.StartAgain }, Nothing),
        _ => (s, Nothing),
    };

    private static (Service, IReadOnlyList<Effect>) BackingOff(Service s, ServiceEvent e, Surroundings around) => e switch
    {
        ServiceEvent.TimerFired => Begin(s with { Restarts = s.Restarts + 1 }, around),
        ServiceEvent.StartRequested or ServiceEvent.RestartRequested => Begin(s, around),
        ServiceEvent.StopRequested or ServiceEvent.KillRequested => Rest(s),
        _ => (s, Nothing),
    };

    private static (Service, IReadOnlyList<Effect>) Begin(Service s, Surroundings around) =>
        around.AreDependenciesReady ? Launch(s) : Enter(s, Phase.WaitingDependencies);

    private static (Service, IReadOnlyList<Effect>) Launch(Service s)
    {
        var run = s.Run + 1;
        var fresh = s with { Run = run, IsStable = false, Pid = null, SpawnError = null };
        return Enter(fresh, Phase.Starting, timer: null, new Effect.Spawn(run));
    }

    private static (Service, IReadOnlyList<Effect>) Rest(Service s) => Enter(s with { IsDesired = false }, Phase.Stopped);

    private static (Service, IReadOnlyList<Effect>) Stop(Service s, AfterStop next, ServicePolicy policy) => policy.StopTimeout > TimeSpan.Zero
        ? Enter(s with { Next = next }, Phase.Stopping, policy.StopTimeout, new Effect.Terminate(s.Run))
        : Enter(s with { Next = next }, Phase.Stopping, timer: null, new Effect.Kill(s.Run));

    private static (Service, IReadOnlyList<Effect>) Kill(Service s) =>
        Enter(s with { IsDesired = false, Next = AfterStop.Rest }, Phase.Stopping, timer: null, new Effect.Kill(s.Run));

    /// <summary>The tree is gone after a stop.</summary>
    private static (Service, IReadOnlyList<Effect>) Rested(Service s, ServicePolicy policy, Surroundings around) => s.Next switch
    {
        AfterStop.Rest => Rest(s with { Pid = null }),
        AfterStop.StartAgain => Begin(s with { Pid = null }, around),
        AfterStop.ByPolicy => Ended(s, policy, around),
        _ => throw new System.Diagnostics.UnreachableException($"after stop {s.Next}"),
    };

    /// <summary>A run ended without anybody having asked for it, and nothing of it is left.</summary>
    private static (Service, IReadOnlyList<Effect>) Ended(Service s, ServicePolicy policy, Surroundings around)
    {
        if (!s.IsDesired) return Rest(s);
        if (s.LastExit is not { IsSuccess: true }) return Failed(s, policy, around);
        if (policy.Restart != RestartMode.Always) return Enter(s with { Failures = 0 }, Phase.Completed);

        // Success is no failure, but a program that ends at once must not be started in a tight loop.
        var wait = s.IsStable ? TimeSpan.Zero : policy.Backoff.After(1, around.Random);
        return Again(s with { Failures = 0 }, s.IsStable || wait > TimeSpan.Zero ? wait : Core.Backoff.Floor, around);
    }

    private static (Service, IReadOnlyList<Effect>) Failed(Service s, ServicePolicy policy, Surroundings around)
    {
        if (!s.IsDesired) return Rest(s);
        var failures = s.Failures + 1;
        var failed = s with { Failures = failures };
        if (policy.Restart == RestartMode.Never) return Enter(failed, Phase.Failed);
        if (failures >= policy.MaxFailures) return Enter(failed, Phase.Failed, policy.FailedRetry);
        return Again(failed, s.IsStable ? TimeSpan.Zero : policy.Backoff.After(failures, around.Random), around);
    }

    private static (Service, IReadOnlyList<Effect>) Again(Service s, TimeSpan wait, Surroundings around) => wait > TimeSpan.Zero
        ? Enter(s, Phase.Backoff, wait)
        : Begin(s with { Restarts = s.Restarts + 1 }, around);

    private static (Service, IReadOnlyList<Effect>) Enter(Service s, Phase phase, TimeSpan? timer = null, params ReadOnlySpan<Effect> effects)
    {
        var next = s with { Phase = phase, Epoch = s.Epoch + 1 };
        return (next, timer is { } after ? [.. effects, new Effect.Arm(next.Epoch, after)] : effects.ToArray());
    }
}
