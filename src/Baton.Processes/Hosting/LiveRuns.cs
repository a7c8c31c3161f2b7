using System.Collections.Concurrent;
using Baton.Processes.Records;

namespace Baton.Processes.Hosting;

/// <summary>All runs whose end the host has not seen, and their records.</summary>
internal sealed class LiveRuns(RunTable table)
{
    private readonly ConcurrentDictionary<RunId, LiveRun> _runs = new();
    private readonly ConcurrentQueue<TaskCompletionSource> _idleWaiters = new();

    /// <summary>Where they are recorded.</summary>
    public RunTable Table => table;

    public bool TryAdd(LiveRun run) => _runs.TryAdd(run.Id, run);

    public LiveRun? Find(RunId id) => _runs.GetValueOrDefault(id);

    /// <summary>Puts all runs into <paramref name="list"/>, in place of what was there.</summary>
    public void CopyTo(List<LiveRun> list)
    {
        list.Clear();
        foreach (var (_, run) in _runs) list.Add(run);
    }

    /// <summary>The ends that nobody has acknowledged.</summary>
    public EndedRuns Ended { get; } = new();

    /// <summary>
    /// The live runs and those whose end was not acknowledged, in no order. An end that is being told at this time may be told after this
    /// has shown it.
    /// </summary>
    public IReadOnlyList<KnownRun> Known()
    {
        var known = new Dictionary<RunId, KnownRun>();
        foreach (var (_, run) in _runs)
        {
            lock (run.Gate)
            {
                // One that is gone by now is among the ended, who are looked at last.
                if (!run.IsLeftover && run.Phase != RunPhase.Gone) known[run.Id] = KnownOf(run, isTreeGone: false);
            }
        }

        Ended.CopyTo(known);
        return [.. known.Values];
    }

    /// <summary>
    /// The run is over: nothing of it lives. Recorded before anybody is told, since the next run may be recorded in the same slot as soon
    /// as somebody knows.
    /// </summary>
    public void Retire(LiveRun run)
    {
        lock (run.Gate)
        {
            if (!run.IsLeftover) Ended.Add(KnownOf(run, isTreeGone: true));
            run.Phase = RunPhase.Gone;
        }

        if (run.Slot >= 0) table.RecordGone(run.Slot, run.Id.Run);
    }

    /// <summary>Forgets a retired run, after its end was told.</summary>
    public void Forget(LiveRun run)
    {
        _runs.TryRemove(run.Id, out _);
        run.Forgotten?.TrySetResult();
        while (_runs.IsEmpty && _idleWaiters.TryDequeue(out var waiter)) waiter.TrySetResult();
    }

    /// <summary>Completes when there is no run.</summary>
    public Task WhenEmptyAsync()
    {
        var waiter = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _idleWaiters.Enqueue(waiter);
        if (_runs.IsEmpty) waiter.TrySetResult();
        return waiter.Task;
    }

    // Called under the run's gate.
    private static KnownRun KnownOf(LiveRun run, bool isTreeGone)
    {
        // Until there is a process, the time is the spawning thread's.
        var isSpawned = run.Phase != RunPhase.Spawning;
        return new KnownRun(run.Id, isSpawned ? run.Pid : 0, isSpawned || isTreeGone ? run.StartedAt : default, run.Exit, isTreeGone, isSpawned);
    }
}
