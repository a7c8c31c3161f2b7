using Baton.Core;
using Baton.Processes.Native;
using Baton.Processes.Records;
using Baton.Processes.Tree;

namespace Baton.Processes.Hosting;

/// <summary>
/// Ends what a dead daemon of this state directory left: each run that is found becomes a run of ours without a first process, and goes
/// the way of every other: terminate, kill, watched until gone. Only what is provably ours is touched.
/// </summary>
internal sealed class LeftoverEnding(LiveRuns runs, TreeKeeper trees, OutputDesk output, TimeProvider time, Action<string> trouble)
{
    /// <param name="timeout">Wait between terminate and kill.</param>
    public async Task<IReadOnlyList<EndedLeftover>> EndAsync(TimeSpan timeout)
    {
        var found = new TaskCompletionSource<IReadOnlyList<Leftover>>(TaskCreationOptions.RunContinuationsAsynchronously);
        trees.Post(new TreeRequest.Discover(found));
        var leftovers = await found.Task;
        var left = Adopt(leftovers);
        RecoverOutput(left);
        var killed = timeout > TimeSpan.Zero ? await TerminateAsync(left, timeout) : [.. left.Values];
        if (killed.Count > 0) await KillAsync(left);
        foreach (var record in runs.Table.Unfinished.Where(record => !left.ContainsKey(record.Id))) runs.Table.RecordGone(record.Slot, record.Id.Run);
        return [.. leftovers.Select(leftover => new EndedLeftover(leftover.Id, leftover.Pid, leftover.Name, OutcomeOf(left[leftover.Id], killed)))];
    }

    /// <returns>The runs that did not end when asked.</returns>
    private async Task<HashSet<LiveRun>> TerminateAsync(Dictionary<RunId, LiveRun> left, TimeSpan timeout)
    {
        Ask(left, run => new TreeRequest.Terminate(run, Libc.SIGTERM, IsGroupDone: false));
        await GoneAsync(timeout);
        return [.. left.Values.Where(run => run.Phase != RunPhase.Gone)];
    }

    private async Task KillAsync(Dictionary<RunId, LiveRun> left)
    {
        Ask(left, run => new TreeRequest.Kill(run));
        await GoneAsync(TreeKeeper.StuckAfter);
    }

    private static LeftoverOutcome OutcomeOf(LiveRun run, HashSet<LiveRun> killed) =>
        run.Phase != RunPhase.Gone ? LeftoverOutcome.Stuck : killed.Contains(run) ? LeftoverOutcome.Killed : LeftoverOutcome.Terminated;

    private Dictionary<RunId, LiveRun> Adopt(IReadOnlyList<Leftover> leftovers)
    {
        var left = new Dictionary<RunId, LiveRun>();
        foreach (var leftover in leftovers)
        {
            if (left.TryGetValue(leftover.Id, out var known))
            {
                known.Slot = Math.Max(known.Slot, leftover.Slot);
                continue;
            }

            var run = new LiveRun(leftover.Id) { IsLeftover = true, Slot = leftover.Slot, Phase = RunPhase.Remains };
            foreach (var record in runs.Table.Unfinished)
            {
                if (record.Id == leftover.Id && record.Phase == RecordedPhase.Spawned) (run.Pid, run.StartTicks) = (record.Pid, record.StartTicks);
            }

            left.Add(leftover.Id, run);
            runs.TryAdd(run);
        }

        return left;
    }

    /// <summary>What was written up to now goes into the log before anything is ended.</summary>
    private void RecoverOutput(Dictionary<RunId, LiveRun> left)
    {
        foreach (var entry in output.Interrupted)
        {
            try
            {
                var recovered = output.Recover(entry);
                if (left.TryGetValue(entry.Id, out var run)) run.Output = recovered;
                else output.Finish(recovered);
            }
            catch (BatonException e)
            {
                trouble($"the end of the output of {entry.Id} was lost: {e.Message}");
            }
        }
    }

    private void Ask(Dictionary<RunId, LiveRun> left, Func<LiveRun, TreeRequest> request)
    {
        foreach (var run in left.Values)
        {
            trees.Post(request(run));
            trees.Post(new TreeRequest.Settle(run));
        }
    }

    private async Task GoneAsync(TimeSpan limit) => await Task.WhenAny(runs.WhenEmptyAsync(), Task.Delay(limit, time));
}
