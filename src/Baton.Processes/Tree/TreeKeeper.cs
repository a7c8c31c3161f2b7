using System.Collections.Concurrent;
using Baton.Core;
using Baton.Processes.Exits;
using Baton.Processes.Figures;
using Baton.Processes.Hosting;
using Baton.Processes.Native;
using Baton.Processes.Records;

namespace Baton.Processes.Tree;

/// <summary>
/// Knows what else than its first process belongs to a run, on one thread: passes signals on to what has left the group, kills trees to
/// the last process, and tells when a tree is gone. All that was asked for while it worked is answered from one snapshot. What remains
/// of a tree is watched by pidfds, so an idle keeper sleeps.
/// </summary>
internal sealed class TreeKeeper : IDisposable
{
    /// <summary>After this time a kill that has not ended the tree is told.</summary>
    public static readonly TimeSpan StuckAfter = TimeSpan.FromSeconds(5);

    private readonly Epoll _epoll = new();
    private readonly ConcurrentQueue<TreeRequest> _requests = new();
    private readonly List<TreeRequest> _batch = [];
    private readonly List<LiveRun> _known = [];
    private readonly List<int> _members = [];
    private readonly ProcSnapshot _snapshot = new();
    private readonly TreeMap _map;
    private readonly TreeSettler _settler;
    private readonly FigureSampler _sampler = new();
    private readonly DeathWatch _deaths;
    private readonly LiveRuns _runs;
    private readonly IProcessEvents _events;
    private readonly TimeProvider _time;
    private readonly StateId _state;
    private readonly Thread _thread;
    private volatile bool _isStopping;

    /// <param name="state">Whose marks count.</param>
    /// <param name="runs">All runs.</param>
    /// <param name="orphans">The last word on whether a tree is gone.</param>
    /// <param name="cgroups">Cgroups to kill through; null without them.</param>
    /// <param name="events">Told of stuck trees and figures.</param>
    /// <param name="time">For the limit on kills.</param>
    /// <param name="gone">Told, on the keeper's thread, that the tree of a run in <see cref="RunPhase.Remains"/> is gone.</param>
    public TreeKeeper(StateId state, LiveRuns runs, OrphanList orphans, CgroupHome? cgroups, IProcessEvents events, TimeProvider time, Action<LiveRun> gone)
    {
        _state = state;
        _runs = runs;
        _events = events;
        _time = time;
        _map = new TreeMap(state, runs.Table.LastRun);
        _deaths = new DeathWatch(_epoll, _snapshot.Files);
        _settler = new TreeSettler(_snapshot, _map, orphans, cgroups, _deaths, RetryLater, gone);
        _thread = new Thread(Keep) { IsBackground = true, Name = "baton trees" };
        _thread.Start();
    }

    public void Post(TreeRequest request)
    {
        _requests.Enqueue(request);
        _epoll.Wake();
    }

    public void Dispose()
    {
        _isStopping = true;
        _epoll.Wake();
        _thread.Join();
        _deaths.Dispose();
        _snapshot.Dispose();
        _epoll.Dispose();
    }

    private void Keep()
    {
        Span<ulong> tokens = stackalloc ulong[64];
        while (true)
        {
            // While a kill still finds new processes there is nothing to wait for but the next look.
            if (!_settler.IsBusy)
            {
                foreach (var token in _epoll.Wait(tokens))
                {
                    if (token != Epoll.WakeToken && _deaths.Take(token) is { } run) _settler.Add(run);
                }
            }

            if (_isStopping) return;
            _batch.Clear();
            while (_requests.TryDequeue(out var request)) _batch.Add(request);
            if (_batch.Count > 0 || _settler.IsBusy) Sweep();
        }
    }

    private void Sweep()
    {
        _snapshot.Take();
        // Taken after the snapshot's requests: a run that is younger than the snapshot is in no request of this batch.
        _runs.CopyTo(_known);
        _map.Draw(_snapshot, _known);
        foreach (var request in _batch) Answer(request);
        _settler.SettleAll();
    }

    private void Answer(TreeRequest request)
    {
        switch (request)
        {
            case TreeRequest.Terminate terminate: Terminate(terminate); break;
            case TreeRequest.Kill kill: Kill(kill.Run); break;
            case TreeRequest.Settle settle: _settler.Add(settle.Run); break;
            case TreeRequest.CheckKill check: CheckKill(check.Run, check.Attempt); break;
            case TreeRequest.Sample: _events.On(_sampler.Sample(_snapshot, _map, _known)); break;
            case TreeRequest.Discover discover: Discover(discover.Found); break;
        }
    }

    private void Discover(TaskCompletionSource<IReadOnlyList<Leftover>> found)
    {
        var leftovers = LeftoverSearch.Find(_snapshot, _state, _runs.Table);
        if (_snapshot.IsWhole) found.TrySetResult(leftovers);
        else found.TrySetException(new BatonException(ErrorCode.Unavailable, "cannot look for what an earlier daemon left: there are no file descriptors or no memory left"));
    }

    private void Terminate(TreeRequest.Terminate terminate)
    {
        _map.MembersOf(terminate.Run, _members);
        foreach (var index in _members)
        {
            ref readonly var entry = ref _snapshot.Entries[index];
            if (terminate.IsGroupDone && entry.Group == terminate.Run.Pid) continue;
            VerifiedProcess.Signal(_snapshot.Files, entry, terminate.Signal);
        }
    }

    private void Kill(LiveRun run)
    {
        var watch = run.Watch;
        watch.IsKilled = true;
        watch.Killed.Clear();
        var kill = ++watch.Kill;
        watch.IsStuckTold = false;
        ArmCheck(run, kill, StuckAfter);
        _settler.Add(run);
    }

    private void ArmCheck(LiveRun run, int kill, TimeSpan after)
    {
        run.Watch.Alarm?.Dispose();
        run.Watch.Alarm = _time.CreateTimer(_ => Post(new TreeRequest.CheckKill(run, kill)), null, after, Timeout.InfiniteTimeSpan);
    }

    private void CheckKill(LiveRun run, int attempt)
    {
        // Who ends leftovers waits for them himself.
        if (run.IsLeftover || run.Phase == RunPhase.Gone || run.Watch.Kill != attempt) return;
        // The kill came before the process did, and its start hangs: it is looked for until there is one.
        if (run.Phase == RunPhase.Spawning)
        {
            _settler.Add(run);
            ArmCheck(run, attempt, TimeSpan.FromSeconds(1));
        }

        if (run.Watch.IsStuckTold) return;
        _map.MembersOf(run, _members);
        if (_members.Count == 0 && run.Phase != RunPhase.Spawning) return;
        var pids = new int[Math.Min(_members.Count, 1000)];
        for (var i = 0; i < pids.Length; i++) pids[i] = _snapshot.Entries[_members[i]].Pid;
        run.Watch.IsStuckTold = true;
        _events.On(new ProcessEvent.TreeStuck(run.Id, pids));
    }

    private void RetryLater(LiveRun run)
    {
        // Only for want of descriptors or memory, and so without an event that could wake us.
        var retry = TimeSpan.FromSeconds(1);
        run.Watch.Retry?.Dispose();
        run.Watch.Retry = _time.CreateTimer(_ => Post(new TreeRequest.Settle(run)), null, retry, Timeout.InfiniteTimeSpan);
    }
}
