using Baton.Processes.Native;

namespace Baton.Processes.Tree;

/// <summary>Ends every process that carries the mark of a run, at a time when nothing of it may live.</summary>
internal static unsafe class MarkedRemains
{
    /// <summary>Kills them and waits for their deaths.</summary>
    /// <param name="mark">The limit mark.</param>
    /// <param name="id">The run, as the environment names it.</param>
    /// <param name="limit">Longest time.</param>
    /// <param name="time">The clock.</param>
    /// <returns>Pids of those that live on, for the kernel does not let go of them; usually none.</returns>
    public static IReadOnlyList<int> End(RunMark mark, RunId id, TimeSpan limit, TimeProvider time)
    {
        using var snapshot = new ProcSnapshot();
        var evidence = new OrphanEvidence(mark.State, _ => 0);
        var began = time.GetTimestamp();
        while (true)
        {
            snapshot.Take();
            var found = Find(snapshot, evidence, mark, id);
            if (found.Count == 0) return [];
            // A killed process cannot fork, so each look finds only what was born since the one before.
            var hasKilled = false;
            foreach (var entry in found) hasKilled |= Kill(snapshot, entry, limit - time.GetElapsedTime(began));
            if (!hasKilled || time.GetElapsedTime(began) >= limit) return [.. found.Select(entry => entry.Pid)];
        }
    }

    private static List<ProcessEntry> Find(ProcSnapshot snapshot, OrphanEvidence evidence, RunMark mark, RunId id)
    {
        var self = Environment.ProcessId;
        var found = new List<ProcessEntry>();
        evidence.Begin(snapshot, []);
        foreach (ref readonly var entry in snapshot.Entries)
        {
            if (!entry.IsAlive || entry.Pid == self) continue;
            var read = RunMark.Read(entry.Pid, mark.State);
            // One that lost that mark is an orphan of ours all the same, and may have kept the other.
            if (mark.Is(read) || (read.Kind == LimitMarkKind.None && entry.Parent == self && evidence.IdOf(entry) == id)) found.Add(entry);
        }

        return found;
    }

    /// <summary>False when it could not be signalled, or did not die in time.</summary>
    private static bool Kill(ProcSnapshot snapshot, in ProcessEntry entry, TimeSpan limit)
    {
        const short readable = 1;
        var pidfd = VerifiedProcess.Open(snapshot.Files, entry);
        // Gone by itself: that is progress too.
        if (pidfd < 0) return !snapshot.Files.IsStarved;
        var isDead = false;
        if (Libc.PidfdSendSignal(pidfd, Libc.SIGKILL) == 0)
        {
            var poll = new Libc.PollDescriptor { Descriptor = pidfd, Wanted = readable };
            isDead = Libc.poll(&poll, 1, (int)Math.Max(0, limit.TotalMilliseconds)) > 0;
        }

        _ = Libc.close(pidfd);
        return isDead;
    }
}
