using Baton.Processes.Records;

namespace Baton.Processes.Tree;

/// <summary>
/// Finds the processes that are provably an earlier daemon's of this state directory: by the limit mark, the mark in the environment,
/// the cgroup, or, where the marks may not be looked at since it runs as somebody else, the recorded pid with its start time in this boot.
/// Names, ports and command lines prove nothing.
/// </summary>
internal static class LeftoverSearch
{
    public static IReadOnlyList<Leftover> Find(ProcSnapshot snapshot, StateId state, RunTable table)
    {
        var evidence = new OrphanEvidence(state, table.LastRun);
        evidence.Begin(snapshot, []);
        var ours = Ancestors(snapshot);
        var session = snapshot.IndexOf(Environment.ProcessId) is var self and >= 0 ? snapshot.Entries[self].Session : -1;
        var found = new List<Leftover>();
        foreach (ref readonly var entry in snapshot.Entries)
        {
            if (!entry.IsAlive || entry.Session == session || ours.Contains(entry.Pid)) continue;
            var mark = RunMark.Read(entry.Pid, state);
            var isMarked = mark.Kind == LimitMarkKind.Ours;
            var id = isMarked ? IdOf(mark, table) : evidence.IdOf(entry) ?? Recorded(entry, table);
            if (id is { } run) found.Add(new Leftover(entry.Pid, snapshot.Files.NameOf(entry.Pid), run, isMarked ? mark.Slot : -1, entry.StartTicks, entry.Session == entry.Pid));
        }

        return found;
    }

    private static HashSet<int> Ancestors(ProcSnapshot snapshot)
    {
        var ancestors = new HashSet<int>();
        var pid = Environment.ProcessId;
        while (pid > 0 && ancestors.Add(pid) && snapshot.IndexOf(pid) is var at and >= 0) pid = snapshot.Entries[at].Parent;
        return ancestors;
    }

    /// <summary>The slot is told where its name is not known, as after the table had to be set aside.</summary>
    private static RunId IdOf(LimitMark mark, RunTable table) =>
        table.NameOf(mark.Slot) is { } name ? new RunId(name, mark.RunUpTo(table.LastRun(name))) : new RunId($"?{mark.Slot}", mark.RunBits);

    private static RunId? Recorded(in ProcessEntry entry, RunTable table)
    {
        foreach (var record in table.Unfinished)
        {
            if (record.Phase == RecordedPhase.Spawned && record.Pid == entry.Pid && record.StartTicks == entry.StartTicks)
                return RunMark.IsReadable(entry.Pid) ? null : record.Id;
        }

        return null;
    }
}
