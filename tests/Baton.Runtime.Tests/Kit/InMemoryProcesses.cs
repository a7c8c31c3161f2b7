using System.Collections.Concurrent;
using Baton.Runtime.Instances;

namespace Baton.Runtime.Tests.Kit;

/// <summary>Processes that are only remembered. Whether they run can be changed from outside, and stops can be held up.</summary>
internal sealed class InMemoryProcesses : IInstanceProcesses
{
    private readonly ConcurrentDictionary<InstanceId, bool> _running = new();

    /// <summary>All calls, as text, in their order.</summary>
    public ConcurrentQueue<string> Calls { get; } = new();

    /// <summary>Every stop waits for it.</summary>
    public Task StopGate { get; set; } = Task.CompletedTask;

    /// <summary>Completes with the first stop that has begun.</summary>
    public TaskCompletionSource StopBegan { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Thrown by the next starts, stops and so on, by their name.</summary>
    public ConcurrentDictionary<string, Exception> Failures { get; } = new();

    /// <summary>Stops that have begun and not ended, at most.</summary>
    public int MostStopsAtOnce { get; private set; }

    private int _stops;

    public IReadOnlyCollection<InstanceId> Known => [.. _running.Keys];

    /// <summary>The process ends by itself.</summary>
    public void Die(InstanceId id) => _running[id] = false;

    public Task AddAsync(InstanceProcess process)
    {
        Call("add", process.Id);
        _running[process.Id] = false;
        return Task.CompletedTask;
    }

    public Task StartAsync(InstanceId id, InstancePriority? priority)
    {
        Call($"start {priority}".TrimEnd(), id);
        _running[id] = true;
        return Task.CompletedTask;
    }

    public async Task StopAsync(InstanceId id)
    {
        Call("stop", id);
        MostStopsAtOnce = Math.Max(MostStopsAtOnce, Interlocked.Increment(ref _stops));
        StopBegan.TrySetResult();
        await StopGate;
        _running[id] = false;
        Interlocked.Decrement(ref _stops);
    }

    public Task RemoveAsync(InstanceId id)
    {
        Call("remove", id);
        _running.TryRemove(id, out _);
        return Task.CompletedTask;
    }

    public bool IsRunning(InstanceId id) => _running.GetValueOrDefault(id);

    private void Call(string what, InstanceId id)
    {
        Calls.Enqueue($"{what} {id}");
        if (Failures.TryGetValue(what.Split(' ')[0], out var failure)) throw failure;
    }
}
