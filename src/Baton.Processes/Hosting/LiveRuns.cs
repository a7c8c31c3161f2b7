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

    /// <summary>
    /// The run is over: nothing of it lives. Recorded before anybody is told, since the next run may be recorded in the same slot as soon
    /// as somebody knows.
    /// </summary>
    public void Retire(LiveRun run)
    {
        lock (run.Gate) run.Phase = RunPhase.Gone;
        if (run.Slot >= 0) table.RecordGone(run.Slot, run.Id.Run);
    }

    /// <summary>Forgets a retired run, after its end was told.</summary>
    public void Forget(LiveRun run)
    {
        // One that was retired may be told of after another process has gone on with it.
        _runs.TryRemove(new KeyValuePair<RunId, LiveRun>(run.Id, run));
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
}
