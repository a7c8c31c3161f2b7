using Baton.Core;
using Baton.Processes.Exits;
using Baton.Processes.Tree;

namespace Baton.Processes.Hosting;

/// <summary>
/// Makes runs that a dead host left runs of this one, with their numbers, pids and logs. From then on they are as any other, but that
/// their processes are no descendants of ours: exits are watched by descriptors, membership rests on marks, the last word on the end of a
/// tree is two looks that find nothing, and they stay in the cgroup they are in.
/// </summary>
internal sealed class Adoption(LiveRuns runs, Leftovers leftovers, ExitWatch exits, TreeKeeper trees, OutputDesk output, CgroupHome? cgroups, Action<string> trouble)
{
    /// <summary>Adopts those of the runs that the last look found.</summary>
    /// <returns>What was adopted, as it was found; not a run that cannot be looked after, which is told as trouble and left to be ended.</returns>
    public IReadOnlyList<KnownRun> Adopt(IReadOnlySet<RunId> ids)
    {
        var adopted = new List<KnownRun>();
        foreach (var left in leftovers.Left.Where(left => ids.Contains(left.Run.Id)).ToArray())
        {
            if (TryAdopt(left) is { } reason) trouble($"cannot adopt {left.Run.Id}, which is to be ended: {reason}");
            else adopted.Add(left.Known);
        }

        return adopted;
    }

    /// <returns>Why not; null when it is done.</returns>
    private string? TryAdopt(LeftRun left)
    {
        var run = left.Run;
        if (!Names.IsValid(run.Id.Service)) return "the name of its service is not known any more";
        if (left.Known.IsTreeGone)
        {
            Conclude(left);
            return null;
        }

        // Nobody would read what it writes, and it would wait for ever in a write.
        if (run.Phase == RunPhase.Alive && !leftovers.HasOutput(run.Id)) return "its output cannot be taken up";
        var pid = run.Phase == RunPhase.Alive ? run.Pid : left.Processes[0].Pid;
        cgroups?.TakeOver(run.Id.Service, pid);
        runs.TryAdd(run);
        return run.Phase == RunPhase.Alive ? Watch(left) : Settle(left);
    }

    private string? Watch(LeftRun left)
    {
        var run = left.Run;
        if (!exits.TryAdd(run))
        {
            runs.Forget(run);
            return $"its process cannot be watched: {Native.Libc.LastError()}";
        }

        leftovers.Take(left);
        // The host may have died between the spawn and this record.
        runs.Table.RecordSpawned(run.Slot, run.Pid, run.StartTicks);
        exits.Arm(run);
        return null;
    }

    private string? Settle(LeftRun left)
    {
        leftovers.Take(left);
        trees.Post(new TreeRequest.Settle(left.Run));
        return null;
    }

    /// <summary>It ended while no host was there: that is all there is to know, unless another process goes on with it.</summary>
    private void Conclude(LeftRun left)
    {
        leftovers.Take(left);
        runs.Table.RecordGone(left.Run.Slot, left.Run.Id.Run);
        if (left.Run.Output is { } recovered) output.FinishOrKeep(recovered, exit: null);
    }
}
