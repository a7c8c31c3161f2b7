using Baton.Processes.Records;

namespace Baton.Processes.Tree;

/// <summary>A first process of an earlier host's run that is provably that, alive or dead and not reaped, with a descriptor of it that the holder closes.</summary>
/// <param name="Pid">Its pid.</param>
/// <param name="StartTicks">Its start.</param>
/// <param name="Pidfd">Its descriptor.</param>
internal sealed record FirstProcess(int Pid, long StartTicks, int Pidfd)
{
    /// <summary>How long before the spawn the intent to it is recorded at most: the disk may be slow.</summary>
    private static readonly TimeSpan LongestSpawn = TimeSpan.FromSeconds(10);

    /// <summary>
    /// Finds it: by pid and start in this boot together with the mark, or, where the host died before it could record those, as the marked
    /// leader of a session that began when the spawn was due. Null when it is gone or nothing proves it.
    /// </summary>
    /// <param name="files">Of the calling thread.</param>
    /// <param name="state">Whose marks count.</param>
    /// <param name="record">What is recorded of the run.</param>
    /// <param name="members">Living processes that are proved to be of the run.</param>
    /// <param name="now">Wall clock.</param>
    public static FirstProcess? Find(ProcFiles files, StateId state, in RunRecord record, IReadOnlyList<Leftover> members, DateTimeOffset now) =>
        record.Phase == RecordedPhase.Spawned ? FromRecord(files, state, record, members) : FromMark(files, record, members, now);

    private static FirstProcess? FromRecord(ProcFiles files, StateId state, in RunRecord record, IReadOnlyList<Leftover> members)
    {
        if (!files.TryStat(record.Pid, out var entry) || entry.StartTicks != record.StartTicks) return null;
        var pid = record.Pid;
        // A dead one has no environment any more, but keeps its limits until it is reaped.
        var isOurs = entry.IsAlive ? members.Any(member => member.Pid == pid) : IsDeadOnesMark(pid, state, record);
        return isOurs ? Open(files, entry) : null;
    }

    private static bool IsDeadOnesMark(int pid, StateId state, in RunRecord record) =>
        new RunMark(state, record.Slot, record.Id.Run).Is(RunMark.Read(pid, state)) || !RunMark.IsReadable(pid);

    private static FirstProcess? FromMark(ProcFiles files, in RunRecord record, IReadOnlyList<Leftover> members, DateTimeOffset now)
    {
        // A descendant may lead a session too, but is younger; and what is left of a run whose first process has died is too young.
        var slot = record.Slot;
        var eldest = members.Where(member => member.IsLeader && member.Slot == slot).MinBy(member => (member.StartTicks, member.Pid));
        if (eldest is null || !files.TryStat(eldest.Pid, out var entry) || entry.StartTicks != eldest.StartTicks || !entry.IsAlive) return null;
        var late = now - AgeOf(files, entry) - record.StartedAt;
        return late > -TimeSpan.FromSeconds(1) && late < LongestSpawn ? Open(files, entry) : null;
    }

    private static TimeSpan AgeOf(ProcFiles files, in ProcessEntry entry)
    {
        const double ticksPerSecond = 100;
        _ = System.Buffers.Text.Utf8Parser.TryParse(files.Uptime(), out double uptime, out _);
        return TimeSpan.FromSeconds(uptime - (entry.StartTicks / ticksPerSecond));
    }

    private static FirstProcess? Open(ProcFiles files, in ProcessEntry entry)
    {
        var pidfd = VerifiedProcess.Open(files, entry);
        return pidfd < 0 ? null : new FirstProcess(entry.Pid, entry.StartTicks, pidfd);
    }
}
