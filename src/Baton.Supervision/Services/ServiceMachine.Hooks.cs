using Baton.Processes;
using Baton.Supervision.Hooks;

namespace Baton.Supervision.Services;

/// <summary>
/// What is run before, after and to stop a run. At most one such program lives at a time, and none of an earlier run when a process is
/// spawned: a run is over only when its hooks are.
/// </summary>
public static partial class ServiceMachine
{
    /// <summary>What ends all that the run has now, by force.</summary>
    private static Effect[] KillOf(Service s) => s switch
    {
        { Hook: null } => [new Effect.Kill(s.Run)],
        { Hook: HookKind.StopCommand, IsTreeGone: false } => [new Effect.Kill(s.Run), new Effect.KillHook(s.Run)],
        _ => [new Effect.KillHook(s.Run)],
    };

    /// <summary>The first process has gone and left others, which the program that stopped it knew nothing of.</summary>
    private static Effect[] TermsForRest(Service s, ServicePolicy policy) =>
        policy.HasStopCommand && s is { Hook: null, Next: not AfterStop.RestAtOnce } ? [new Effect.Terminate(s.Run)] : Nothing;

    /// <summary>What is run before the process has ended: the process follows, or the run has failed.</summary>
    private static (Service, IReadOnlyList<Effect>) Prepared(Service s, string? problem, ServicePolicy policy, Surroundings around)
    {
        if (problem is not null) return Gone(s with { SpawnError = problem }, exit: null, AfterStop.AsFailed, policy, around);
        // Somebody asked for a stop, and it waited for its dependents: there is nothing to stop yet, and nothing to start any more.
        if (!s.IsDesired) return Gone(s, exit: null, AfterStop.Rest, policy, around);
        return Enter(s, Phase.Starting, policy.HasReadiness ? policy.StartupTimeout : null, new Effect.Spawn(s.Run));
    }

    /// <summary>A hook of a run that is being stopped, or is gone, has ended.</summary>
    private static (Service, IReadOnlyList<Effect>) HookEnded(Service s, ServiceEvent.HookEnded x, ServicePolicy policy, Surroundings around) => x.Kind switch
    {
        HookKind.PreStart => Gone(s, exit: null, s.Next, policy, around),
        HookKind.StopCommand when s.IsTreeGone => Gone(s, s.LastExit, s.Next, policy, around),
        // It was not told to end after all, or has left others behind, so they are now; the timer of the stop goes on. After a kill there
        // is nobody to tell.
        HookKind.StopCommand when (x.Problem is not null || s.Pid is null) && s.Next != AfterStop.RestAtOnce => (s, [new Effect.Terminate(s.Run)]),
        HookKind.StopCommand => (s, Nothing),
        _ => Rested(s, s.Next, policy, around),
    };

    /// <summary>Nothing of the run's process lives: what follows, after what is to be run first.</summary>
    /// <param name="s">The service.</param>
    /// <param name="exit">How its process ended; null when it had none.</param>
    /// <param name="next">What follows.</param>
    /// <param name="policy">Its rules.</param>
    /// <param name="around">The facts.</param>
    private static (Service, IReadOnlyList<Effect>) Gone(Service s, ExitStatus? exit, AfterStop next, ServicePolicy policy, Surroundings around)
    {
        // The program that stops it may have more to do than to end the process. The timer of the stop goes on.
        if (s.Hook is not null) return (s with { IsTreeGone = true, Next = next, Pid = null }, Nothing);
        if (HookAfter(exit is null, next, policy) is not { } kind) return Rested(s, next, policy, around);
        return Enter(s with { Next = next, Hook = kind, IsTreeGone = true, Pid = null }, Phase.Stopping, timer: null, new Effect.RunHook(s.Run, kind, exit));
    }

    private static HookKind? HookAfter(bool hadNoProcess, AfterStop next, ServicePolicy policy)
    {
        if (policy.HasPostStop && next != AfterStop.RestAtOnce) return HookKind.PostStop;
        // What it left behind would else belong to a tree that never was.
        return policy.HasPreStart && hadNoProcess ? HookKind.EndRemains : null;
    }
}
