using Baton.Processes.Exits;
using Baton.Processes.Hosting;
using Baton.Processes.Native;

namespace Baton.Processes.Tree;

/// <summary>
/// Brings runs to rest: kills what a killed run still has, watches what may live on, tells when nothing is left. A killed process cannot
/// fork, so each look finds only what was born since the one before, and killing ends with the look that finds nothing new.
/// </summary>
internal sealed class TreeSettler(
    ProcSnapshot snapshot, TreeMap map, OrphanList orphans, CgroupHome? cgroups, DeathWatch deaths, Action<LiveRun> retryLater, Action<LiveRun> gone)
{
    private readonly HashSet<LiveRun> _unsettled = [];
    private readonly List<LiveRun> _round = [];
    private readonly List<int> _members = [];

    /// <summary>Another look is needed, at once.</summary>
    public bool IsBusy => _unsettled.Count > 0;

    public void Add(LiveRun run) => _unsettled.Add(run);

    /// <summary>Looks at every unsettled run in the present snapshot.</summary>
    public void SettleAll()
    {
        _round.Clear();
        _round.AddRange(_unsettled);
        foreach (var run in _round)
        {
            if (IsSettled(run)) _unsettled.Remove(run);
        }
    }

    private bool IsSettled(LiveRun run)
    {
        if (run.Phase == RunPhase.Gone) return true;
        map.MembersOf(run, _members);
        if (run.Watch.IsKilled && HasKilledAny(run)) return false;
        if (!snapshot.IsWhole)
        {
            retryLater(run);
            return true;
        }

        // While its first process is not reaped and told, that exit brings the run here again.
        if (run.Phase != RunPhase.Remains) return true;
        return _members.Count == 0 ? IsEnded(run) : IsWatched(run);
    }

    private bool HasKilledAny(LiveRun run)
    {
        var hasKilled = false;
        foreach (var index in _members)
        {
            ref readonly var entry = ref snapshot.Entries[index];
            if (run.Watch.Killed.Contains((entry.Pid, entry.StartTicks))) continue;
            // The cgroup goes first: it ends what is born meanwhile too.
            if (!hasKilled) cgroups?.Kill(run.Id.Service);
            // One that could not be signalled, for want of a descriptor, is tried again at the next look.
            if (!VerifiedProcess.Signal(snapshot.Files, entry, Libc.SIGKILL)) continue;
            run.Watch.Killed.Add((entry.Pid, entry.StartTicks));
            hasKilled = true;
        }

        return hasKilled;
    }

    private bool IsEnded(LiveRun run)
    {
        // A snapshot takes its time, and a chain of forks can slip through it. The list of orphans cannot be slipped through, but shows
        // only our own descendants, and among them some that nothing tells the run of: then more looks must agree.
        var looks = ++run.Watch.Empty;
        var isListed = !run.IsInherited && orphans.IsAvailable;
        if (isListed ? !orphans.IsGone(run) && looks < 3 : looks < 2) return false;
        run.Watch.Alarm?.Dispose();
        run.Watch.Retry?.Dispose();
        gone(run);
        return true;
    }

    private bool IsWatched(LiveRun run)
    {
        run.Watch.Empty = 0;
        if (run.Watch.Watched > 0) return true;
        if (!deaths.TryWatch(run, snapshot.Entries, _members))
        {
            retryLater(run);
            return true;
        }

        return run.Watch.Watched > 0;
    }
}
