using Baton.Processes.Native;
using Baton.Processes.Tree;

namespace Baton.Processes.Hosting;

/// <summary>
/// Ends what a dead host of this state directory left and nobody adopted: each run that is found becomes a run of ours without a first
/// process, and goes the way of every other: terminate, kill, watched until gone. Only what is provably ours is touched.
/// </summary>
internal sealed class LeftoverEnding(LiveRuns runs, Leftovers leftovers, TreeKeeper trees, OutputDesk output, TimeProvider time)
{
    /// <param name="timeout">Wait between terminate and kill.</param>
    public async Task<IReadOnlyList<EndedLeftover>> EndAsync(TimeSpan timeout)
    {
        await leftovers.FindAsync();
        // Who asked before may have died before it heard that the kernel does not let go of something.
        var left = leftovers.BeingEnded;
        left.RemoveAll(static one => one.Run.Phase == RunPhase.Gone);
        left.AddRange(TakeAll());
        var killed = timeout > TimeSpan.Zero ? await TerminateAsync(left, timeout) : [.. left.Select(one => one.Run)];
        if (killed.Count > 0) await KillAsync(left);
        return [.. left.SelectMany(one => one.Processes.Select(process => new EndedLeftover(one.Run.Id, process.Pid, process.Name, OutcomeOf(one.Run, killed))))];
    }

    /// <returns>The runs that did not end when asked.</returns>
    private async Task<HashSet<LiveRun>> TerminateAsync(List<LeftRun> left, TimeSpan timeout)
    {
        Ask(left, run => new TreeRequest.Terminate(run, Libc.SIGTERM, IsGroupDone: false));
        await GoneAsync(left, timeout);
        return [.. left.Select(one => one.Run).Where(run => run.Phase != RunPhase.Gone)];
    }

    private async Task KillAsync(List<LeftRun> left)
    {
        Ask(left, run => new TreeRequest.Kill(run));
        await GoneAsync(left, TreeKeeper.StuckAfter);
    }

    private static LeftoverOutcome OutcomeOf(LiveRun run, HashSet<LiveRun> killed) =>
        run.Phase != RunPhase.Gone ? LeftoverOutcome.Stuck : killed.Contains(run) ? LeftoverOutcome.Killed : LeftoverOutcome.Terminated;

    /// <summary>Takes the runs of which something lives; of others only the record and the output are to be ended.</summary>
    private List<LeftRun> TakeAll()
    {
        var living = new List<LeftRun>();
        foreach (var left in leftovers.Left.ToArray())
        {
            var run = left.Run;
            Leftovers.Release(run);
            leftovers.Take(left);
            run.IsLeftover = true;
            run.Phase = RunPhase.Remains;
            if (left.Processes.Count > 0)
            {
                living.Add(left);
                runs.TryAdd(run);
                continue;
            }

            runs.Table.RecordGone(run.Slot, run.Id.Run);
            if (run.Output is { } recovered) output.Finish(recovered);
        }

        return living;
    }

    private void Ask(List<LeftRun> left, Func<LiveRun, TreeRequest> request)
    {
        foreach (var one in left)
        {
            trees.Post(request(one.Run));
            trees.Post(new TreeRequest.Settle(one.Run));
        }
    }

    private async Task GoneAsync(List<LeftRun> left, TimeSpan limit) =>
        await Task.WhenAny(Task.WhenAll(left.Select(one => one.Run.Forgotten!.Task)), Task.Delay(limit, time));
}
