using Baton.Processes.Records;

namespace Baton.Processes.Tree;

/// <summary>
/// Finds the processes that are provably an earlier daemon's of this state directory: by the limit mark, the mark in the environment,
/// or the recorded pid with its start time in this boot. Names, ports and command lines prove nothing.
/// </summary>
internal static class LeftoverSearch
{
    public static IReadOnlyList<Leftover> Find(ProcSnapshot snapshot, StateId state, RunTable table)
    {
        var evidence = new OrphanEvidence(state);
        evidence.Begin(snapshot, []);
        var ours = Ancestors(snapshot);
        var found = new List<Leftover>();
        foreach (ref readonly var entry in snapshot.Entries)
        {
            if (!entry.IsAlive || ours.Contains(entry.Pid)) continue;
            var mark = RunMark.Read(entry.Pid, state);
            var id = mark.Kind == LimitMarkKind.Ours ? NameOf(mark, table) : Recorded(entry, table) ?? evidence.IdOf(entry);
            if (id is not null || mark.Kind == LimitMarkKind.Ours)
                found.Add(new Leftover(entry.Pid, entry.StartTicks, snapshot.Files.NameOf(entry.Pid), id ?? evidence.IdOf(entry)));
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

    private static RunId? NameOf(LimitMark mark, RunTable table) => table.NameOf(mark.Slot) is { } name ? new RunId(name, mark.Run) : null;

    private static RunId? Recorded(in ProcessEntry entry, RunTable table)
    {
        foreach (var record in table.Unfinished)
        {
            if (record.Phase == RecordedPhase.Spawned && record.Pid == entry.Pid && record.StartTicks == entry.StartTicks) return record.Id;
        }

        return null;
    }
}
