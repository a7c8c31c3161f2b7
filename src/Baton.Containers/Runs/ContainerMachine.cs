using Baton.Core;
using Baton.Processes;

namespace Baton.Containers.Runs;

/// <summary>
/// How a run in a container looks like any other run: its process is the follower, and its tree is not gone before its container is.
/// </summary>
/// <param name="id">The run.</param>
/// <param name="isMemoryLimited">Its container may end for want of memory.</param>
internal sealed class ContainerMachine(RunId id, bool isMemoryLimited)
{
    /// <summary>How long a follower may take to write the last of a killed container.</summary>
    public static readonly TimeSpan LastWords = TimeSpan.FromSeconds(3);

    /// <summary>How often it is tried to remove a container before that is told: the engine may be busy with it.</summary>
    public const int FailuresToTell = 3;

    /// <summary>How many followers of a run may be killed within <see cref="DeathsCountFor"/> and have a successor: one that dies at once must not be started for ever.</summary>
    public const int MostSuccessors = 10;

    /// <summary>After so long the death of a follower is forgotten.</summary>
    public static readonly TimeSpan DeathsCountFor = TimeSpan.FromMinutes(10);

    private const int SignalKill = 9;

    /// <summary>What the engine is asked again after: at once is no use to one that starts.</summary>
    private static readonly Backoff Again = new(TimeSpan.FromSeconds(1), 2, TimeSpan.FromSeconds(10), 0);

    /// <summary>The next state, and what to do.</summary>
    public (ContainerRunState Next, ContainerEffect[] Effects) Step(ContainerRunState s, ContainerEvent e) => (s.Phase, e) switch
    {
        (_, ContainerEvent.TimerFired x) when x.Epoch != s.Epoch => (s, []),

        // It was too late to give up making it.
        (ContainerPhase.Preparing, ContainerEvent.Prepared { Problem: null }) when s.IsEndAsked => FailAndClear(s, "it was stopped before it had begun"),
        (ContainerPhase.Preparing, ContainerEvent.Prepared { Problem: null }) => (s with { Phase = ContainerPhase.Starting }, [new ContainerEffect.SpawnFollower()]),
        (ContainerPhase.Preparing, ContainerEvent.Prepared { MayBeLeft: true } x) => FailAndClear(s, x.Problem!),
        (ContainerPhase.Preparing, ContainerEvent.Prepared x) => Fail(s, x.Problem!),
        (ContainerPhase.Preparing, ContainerEvent.SignalAsked or ContainerEvent.KillAsked or ContainerEvent.FoundDead) =>
            (s with { IsEndAsked = true }, [new ContainerEffect.CancelPreparing()]),

        (ContainerPhase.Starting, ContainerEvent.Spawned x) => (s with { Phase = ContainerPhase.Running, Exit = null }, [Tell(new ProcessEvent.Spawned(id, x.Pid))]),
        (ContainerPhase.Starting, ContainerEvent.SpawnFailed x) when s.Exit is not null => Bereave(s, x.Reason),
        (ContainerPhase.Starting, ContainerEvent.SpawnFailed x) => FailAndClear(s, x.Reason),

        (ContainerPhase.Starting or ContainerPhase.Running or ContainerPhase.Orphaned, ContainerEvent.SignalAsked x) => (s, [new ContainerEffect.Signal(x.Signal)]),
        (ContainerPhase.Starting or ContainerPhase.Running, ContainerEvent.KillAsked) => Arm(s with { IsKillAsked = true }, LastWords, new ContainerEffect.Signal(SignalKill)),
        (ContainerPhase.Orphaned, ContainerEvent.KillAsked) => TellExit(s with { IsKillAsked = true }, isOutOfMemory: false),
        (ContainerPhase.Starting or ContainerPhase.Running, ContainerEvent.SignalFailed { Signal: SignalKill }) => (s, [new ContainerEffect.KillFollower()]),
        (ContainerPhase.Starting or ContainerPhase.Running, ContainerEvent.SignalFailed x) => (s,
            [new ContainerEffect.SignalFollower(x.Signal), new ContainerEffect.Say($"its container was not sent {SignalNames.NameOf(x.Signal)}: {x.Reason}; at the end of its stop timeout it is killed")]),
        (ContainerPhase.Starting or ContainerPhase.Running, ContainerEvent.TimerFired) => (s, [new ContainerEffect.KillFollower()]),

        // It was not asked to end, and its container goes on without it.
        (ContainerPhase.Running, ContainerEvent.Exited { Status.Code: null } x) when !s.IsKillAsked && Lately(s, x.At).Count() < MostSuccessors =>
            Orphan(s with { Exit = x.Status, IsFollowerGone = x.IsTreeGone, Deaths = [.. Lately(s, x.At), x.At] }),
        (ContainerPhase.Running, ContainerEvent.FoundOrphaned) => Orphan(s with { Exit = ExitStatus.Unknown, IsFollowerGone = true }),
        (ContainerPhase.Orphaned, ContainerEvent.TreeGone) => Orphan(s with { IsFollowerGone = true }),
        (ContainerPhase.Running, ContainerEvent.Exited x) => Look(s with { Exit = x.Status, IsFollowerGone = x.IsTreeGone, Epoch = s.Epoch + 1 }),
        // Its first process was told to have ended by an earlier daemon.
        (ContainerPhase.Running, ContainerEvent.TreeGone) => Clear(s with { IsFollowerGone = true }),
        (ContainerPhase.Starting or ContainerPhase.Running or ContainerPhase.Orphaned or ContainerPhase.Looking, ContainerEvent.FoundDead) => Clear(s with { IsSilent = true, IsFollowerGone = true }),
        (ContainerPhase.Clearing, ContainerEvent.FoundDead) => (s with { IsSilent = true, IsFollowerGone = true }, []),
        (ContainerPhase.Looking, ContainerEvent.Looked x) => TellExit(s, x.IsOutOfMemory),
        (ContainerPhase.Looking, ContainerEvent.TreeGone) => (s with { IsFollowerGone = true }, []),

        (ContainerPhase.Clearing, ContainerEvent.Cleared { Problem: null }) => Settle(s),
        (ContainerPhase.Clearing, ContainerEvent.Cleared x) => Retry(s with { Failures = s.Failures + 1 }, x.Problem!),
        (ContainerPhase.Clearing, ContainerEvent.TimerFired) => (s, [new ContainerEffect.Clear()]),
        (ContainerPhase.Clearing, ContainerEvent.TreeGone) => (s with { IsFollowerGone = true }, []),

        // Its container is gone, and only of its follower something is left.
        (ContainerPhase.Gone, ContainerEvent.TreeGone) when !s.IsFollowerGone => End(s with { IsFollowerGone = true }),
        (ContainerPhase.Gone, ContainerEvent.FoundDead) when !s.IsFollowerGone => End(s with { IsSilent = true, IsFollowerGone = true }),
        _ => (s, []),
    };

    private static ContainerEffect.Tell Tell(ProcessEvent what) => new(what);

    private (ContainerRunState, ContainerEffect[]) Fail(ContainerRunState s, string reason) =>
        (s with { Phase = ContainerPhase.Gone, IsFollowerGone = true }, [Tell(new ProcessEvent.SpawnFailed(id, reason)), new ContainerEffect.Forget()]);

    /// <summary>A container of it may be there, and may even run: the run is not forgotten before that is gone, though nobody waits for it.</summary>
    private (ContainerRunState, ContainerEffect[]) FailAndClear(ContainerRunState s, string reason) =>
        (s with { Phase = ContainerPhase.Clearing, IsSilent = true, IsFollowerGone = true }, [Tell(new ProcessEvent.SpawnFailed(id, reason)), new ContainerEffect.Clear()]);

    private static IEnumerable<TimeSpan> Lately(ContainerRunState s, TimeSpan now) => s.Deaths.Where(at => now - at < DeathsCountFor);

    /// <summary>Two at once would write everything twice.</summary>
    private static (ContainerRunState, ContainerEffect[]) Orphan(ContainerRunState s) => s.IsFollowerGone
        ? (s with { Phase = ContainerPhase.Starting, IsFollowerGone = false, Epoch = s.Epoch + 1 }, [new ContainerEffect.SpawnFollower()])
        : (s with { Phase = ContainerPhase.Orphaned, Epoch = s.Epoch + 1 }, []);

    /// <summary>Nobody can go on with it: it has failed, as its follower did.</summary>
    private (ContainerRunState, ContainerEffect[]) Bereave(ContainerRunState s, string reason)
    {
        var (next, effects) = TellExit(s with { IsFollowerGone = true }, isOutOfMemory: false);
        return (next, [new ContainerEffect.Say($"nothing can follow its container any more: {reason}"), .. effects]);
    }

    private (ContainerRunState, ContainerEffect[]) Look(ContainerRunState s) => isMemoryLimited && s.Exit is { Code: 128 + SignalKill }
        ? (s with { Phase = ContainerPhase.Looking }, [new ContainerEffect.Look()])
        : TellExit(s, isOutOfMemory: false);

    private (ContainerRunState, ContainerEffect[]) TellExit(ContainerRunState s, bool isOutOfMemory)
    {
        // The log of one that was killed is still open.
        ContainerEffect[] close = s.IsContainerEnded ? [] : [new ContainerEffect.CloseOutput()];
        ContainerEffect[] told = [.. close, Tell(new ProcessEvent.Exited(id, s.Exit!.Value, IsTreeGone: false)), new ContainerEffect.Clear()];
        return (s with { Phase = ContainerPhase.Clearing }, isOutOfMemory ? [Tell(new ProcessEvent.OutOfMemory(id)), .. told] : told);
    }

    private static (ContainerRunState, ContainerEffect[]) Clear(ContainerRunState s) =>
        (s with { Phase = ContainerPhase.Clearing }, [new ContainerEffect.CloseOutput(), new ContainerEffect.Clear()]);

    private (ContainerRunState, ContainerEffect[]) Retry(ContainerRunState s, string problem)
    {
        if (s.Failures < FailuresToTell || s.IsStuckTold || s.IsSilent) return Arm(s, Again.After(s.Failures, 0));
        // What has ended cannot run twice: it stays on record and goes before the next run. Else no next run may start.
        return s.IsContainerEnded
            ? Settle(s, new ContainerEffect.Say($"its container, which has ended, cannot be removed: {problem}; it is tried again before the next run"))
            : Arm(s with { IsStuckTold = true }, Again.After(s.Failures, 0), Tell(new ProcessEvent.TreeStuck(id, []) { Why = $"its container may still run and cannot be removed: {problem}; it is tried again until it can be" }));
    }

    private (ContainerRunState, ContainerEffect[]) Settle(ContainerRunState s, params ContainerEffect[] first)
    {
        var next = s with { Phase = ContainerPhase.Gone, Epoch = s.Epoch + 1 };
        if (!s.IsFollowerGone) return (next, first);
        var (end, effects) = End(next);
        return (end, [.. first, .. effects]);
    }

    private (ContainerRunState, ContainerEffect[]) End(ContainerRunState s) =>
        (s, s.IsSilent ? [new ContainerEffect.Forget()] : [Tell(new ProcessEvent.TreeGone(id)), new ContainerEffect.Forget()]);

    private static (ContainerRunState, ContainerEffect[]) Arm(ContainerRunState s, TimeSpan after, params ContainerEffect[] effects)
    {
        var next = s with { Epoch = s.Epoch + 1 };
        return (next, [.. effects, new ContainerEffect.Arm(next.Epoch, after)]);
    }
}
