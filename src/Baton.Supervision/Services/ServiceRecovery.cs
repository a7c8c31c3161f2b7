using System.Globalization;
using Baton.Processes;
using Baton.Supervision.Hooks;

namespace Baton.Supervision.Services;

/// <summary>
/// Decides how a service goes on after its daemon died at any instant and the processes lived on, as a pure function of what the daemon
/// left and what the host knows.
/// <para>
/// The state is written before anything that follows from it is done, so it is never behind what was asked of the host; it may be ahead of
/// it by the effects of one step. Hence: what a phase asks for is asked again unless the host shows that it was done (a spawn: the host
/// knows the run), and what the host knows and the state has not seen (a spawn, an exit, the end of a tree) is stepped as news, once. A
/// run is never spawned twice under one number: when the host began it and knows no more of it, how it ended is unknown, and that is a failure.
/// </para>
/// <para>
/// Hooks are programs of the daemon and have died with it, or are orphans: what is left of one is ended first, by the run's mark. Then a
/// <c>pre_start</c> is run again, in the next run, since the failure was not the service's; a <c>stop_command</c> is told to have failed, so
/// that the run is asked to end by signal, its timer going on, and its orphan ends with the run (or, when that is gone, before what follows); a <c>post_stop</c> is told to have failed and
/// not repeated, since it may have done its work. A stop signal is repeated, a kill too; a program may see the signal twice. While a
/// <c>stop_command</c> has ended and the process has not, nothing is repeated: the timer kills.
/// </para>
/// All pairs of phase and knowledge are listed in <c>ServiceRecovery.approved.txt</c> of the tests.
/// </summary>
public static class ServiceRecovery
{
    /// <summary>What to do about one service.</summary>
    public static RecoveryPlan Plan(RecoveryFacts facts, ServicePolicy policy)
    {
        var (s, known) = (facts.State, facts.Known);
        if (known is { IsTreeGone: false } && (known.Id.Run > s.Run || !facts.IsRemembered)) return Adopt(s, known, facts, policy);
        if (known is not null && known.Id.Run > s.Run) return Later(s, known);
        return s.Phase switch
        {
            Phase.Starting when s.Hook is not null => Interrupted(s),
            Phase.Starting when s.Pid is null => Spawning(s, known, facts),
            Phase.Starting or Phase.Running => Alive(s, known),
            Phase.Stopping when s.Hook is not null && !(s is { Hook: HookKind.StopCommand, IsTreeGone: false }) =>
                new RecoveryPlan(s) { EndsHook = true, Note = CutShort(s) },
            Phase.Stopping => Stopping(s, known, facts, policy),
            _ => AtRest(s with { Run = Math.Max(s.Run, facts.LastRun) }, known),
        };
    }

    /// <summary>Why a hook that the daemon's end interrupted did not do its work.</summary>
    public static string CutShort(Service s) => $"{ServiceHooks.WordOf(s.Hook ?? HookKind.EndRemains)} was cut short by the end of the daemon";

    /// <summary>Nothing of it should live. What does all the same must not meet its next run.</summary>
    private static RecoveryPlan AtRest(Service s, KnownRun? known) => known is null or { IsTreeGone: true }
        ? new RecoveryPlan(s)
        : new RecoveryPlan(NotOver(s))
        {
            Effects = [new Effect.Kill(s.Run)],
            Note = $"run {s.Run} was over, and something of it lives",
        };

    /// <summary>Back to before its end was believed: what follows that is decided again when it comes.</summary>
    private static Service NotOver(Service s)
    {
        var stopping = s with { Phase = Phase.Stopping, Epoch = s.Epoch + 1, Next = s.IsDesired ? AfterStop.StartAgain : AfterStop.Rest, IsTreeGone = false };
        return s.Phase switch
        {
            Phase.Backoff or Phase.Failed => stopping with { Next = AfterStop.ByPolicy, Failures = Math.Max(0, s.Failures - 1) },
            Phase.Completed => stopping with { Next = AfterStop.ByPolicy },
            _ => stopping,
        };
    }

    /// <summary>What is remembered is older than the last run, which is over.</summary>
    private static RecoveryPlan Later(Service s, KnownRun known)
    {
        var later = s with { Run = known.Id.Run };
        return s.IsLive ? new RecoveryPlan(later with { Hook = null }) { Events = Exit(later, known), Note = Lost(later) } : new RecoveryPlan(later);
    }

    /// <summary>It was not spawned, and what prepares it does not go on: the same again, as the next run.</summary>
    private static RecoveryPlan Interrupted(Service s) =>
        new(s with { Phase = Phase.Stopping, Epoch = s.Epoch + 1, Next = s.IsDesired ? AfterStop.StartAgain : AfterStop.Rest, IsTreeGone = false }) { EndsHook = true, Note = CutShort(s) };

    private static RecoveryPlan Spawning(Service s, KnownRun? known, RecoveryFacts facts) => known switch
    {
        null when facts.LastRun >= s.Run => new RecoveryPlan(s with { Run = facts.LastRun }) { Events = [new ServiceEvent.Exited(facts.LastRun, ExitStatus.Unknown, IsTreeGone: true)], Note = Lost(s) },
        // Asked to stop since: it waits for its dependents, and there is nothing to start any more.
        null when !s.IsDesired => new RecoveryPlan(s) { Events = [new ServiceEvent.SpawnFailed(s.Run, "a stop was asked for before it was spawned")] },
        null => new RecoveryPlan(s) { Effects = [new Effect.Spawn(s.Run)] },
        { IsSpawned: false, IsTreeGone: false } => new RecoveryPlan(s),
        { IsSpawned: false } => new RecoveryPlan(s) { Events = [new ServiceEvent.SpawnFailed(s.Run, "its start failed while the daemon was away")] },
        _ => new RecoveryPlan(s) { Events = [new ServiceEvent.Spawned(s.Run, known.Pid), .. Exit(s, known)] },
    };

    private static RecoveryPlan Alive(Service s, KnownRun? known) => known is null
        ? new RecoveryPlan(s) { Events = [new ServiceEvent.Exited(s.Run, ExitStatus.Unknown, IsTreeGone: true)], Note = Lost(s) }
        : new RecoveryPlan(known is { Pid: > 0 and var pid, Exit: null } ? s with { Pid = pid } : s) { Events = Exit(s, known) };

    private static RecoveryPlan Stopping(Service s, KnownRun? known, RecoveryFacts facts, ServicePolicy policy)
    {
        // Nothing of the run lives but what is left of the program that was to stop it, if one was.
        if (known is null) return new RecoveryPlan(s) { Events = [GoneOf(s, facts)], EndsHook = s.Hook is not null, Note = s.Pid is null ? null : Lost(s) };
        var news = NewsOf(s, known, facts.IsSpawnSeen);
        return known.IsTreeGone
            ? new RecoveryPlan(s) { Events = news, EndsHook = s.Hook is not null }
            : new RecoveryPlan(s) { Effects = AskAgain(s, policy, facts.IsTimed), Events = HookFirst(s, news) };
    }

    private static IReadOnlyList<ServiceEvent> NewsOf(Service s, KnownRun known, bool isSpawnSeen)
    {
        if (!isSpawnSeen && !known.IsSpawned) return known.IsTreeGone ? [new ServiceEvent.SpawnFailed(s.Run, "its start failed while the daemon was away")] : [];
        if (!isSpawnSeen) return [new ServiceEvent.Spawned(s.Run, known.Pid), .. Exit(s, known)];
        if (s.Pid is not null) return Exit(s, known);
        return known.IsTreeGone ? [new ServiceEvent.TreeGone(s.Run)] : [];
    }

    /// <summary>The program that was to stop the run has ended before anything else is news; it asks the run to end, when that lives.</summary>
    private static IReadOnlyList<ServiceEvent> HookFirst(Service s, IReadOnlyList<ServiceEvent> news) =>
        s.Hook is { } hook ? [new ServiceEvent.HookEnded(s.Run, hook, CutShort(s)), .. news] : news;

    private static IReadOnlyList<Effect> AskAgain(Service s, ServicePolicy policy, bool isTimed)
    {
        if (s.Next == AfterStop.RestAtOnce || !isTimed || policy.StopTimeout <= TimeSpan.Zero) return [new Effect.Kill(s.Run)];
        if (s.Hook is not null) return [];
        return policy.HasStopCommand && s.Pid is not null ? [] : [new Effect.Terminate(s.Run)];
    }

    private static ServiceEvent GoneOf(Service s, RecoveryFacts facts)
    {
        if (s.Pid is not null) return new ServiceEvent.Exited(s.Run, ExitStatus.Unknown, IsTreeGone: true);
        return facts.IsSpawnSeen || facts.LastRun >= s.Run
            ? new ServiceEvent.TreeGone(s.Run)
            : new ServiceEvent.SpawnFailed(s.Run, "a stop was asked for before it was spawned");
    }

    private static IReadOnlyList<ServiceEvent> Exit(Service s, KnownRun known) =>
        known.Exit is { } exit ? [new ServiceEvent.Exited(s.Run, exit, known.IsTreeGone)]
        : known.IsTreeGone ? [new ServiceEvent.Exited(s.Run, ExitStatus.Unknown, IsTreeGone: true)]
        : [];

    /// <summary>A run that lives and is not remembered: the memory was lost, or is older. It is what runs, so it goes on.</summary>
    private static RecoveryPlan Adopt(Service s, KnownRun known, RecoveryFacts facts, ServicePolicy policy)
    {
        var isUp = known.IsSpawned && !policy.HasReadiness;
        var launched = facts.Now - facts.Age;
        var adopted = s with
        {
            Phase = isUp ? Phase.Running : Phase.Starting,
            Run = known.Id.Run,
            Epoch = s.Epoch + 1,
            IsDesired = true,
            Hook = null,
            Pid = known is { IsSpawned: true, Exit: null } ? known.Pid : null,
            LaunchedAt = launched > TimeSpan.Zero ? launched : TimeSpan.Zero,
            IsStable = false,
            IsTreeGone = false,
            IsProbedReady = false,
            IsDeviceAway = false,
            SpawnError = null,
            Complaint = null,
        };
        var timer = isUp ? policy.StableAfter : policy.StartupTimeout;
        return new RecoveryPlan(adopted)
        {
            Effects = isUp || policy.HasReadiness ? [new Effect.Arm(adopted.Epoch, timer)] : [],
            Events = Exit(adopted, known),
            IsAdopted = true,
            Note = string.Create(CultureInfo.InvariantCulture, $"run {known.Id.Run} lives and was not remembered: it goes on"),
        };
    }

    private static string Lost(Service s) => $"how run {s.Run} ended is not known: it ended while the daemon was away";
}
