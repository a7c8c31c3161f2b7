using System.Collections.Concurrent;
using Baton.TestKit;

namespace Baton.Processes.Tests;

/// <summary>Keeps all events of a host in the order they were told.</summary>
internal sealed class EventLog : IProcessEvents
{
    private readonly ConcurrentQueue<ProcessEvent> _all = new();

    public IReadOnlyList<ProcessEvent> All => [.. _all];

    public void On(ProcessEvent processEvent) => _all.Enqueue(processEvent);

    public IEnumerable<T> Of<T>() where T : ProcessEvent => _all.OfType<T>();

    /// <summary>The first event that fits, waiting for it.</summary>
    public async Task<T> FirstAsync<T>(Func<T, bool>? fits = null) where T : ProcessEvent
    {
        T? found = null;
        await Eventually.HoldsAsync(() => (found = Of<T>().FirstOrDefault(e => fits?.Invoke(e) ?? true)) is not null,
            () => $"{typeof(T).Name}; so far: {string.Join(", ", _all)}");
        return found!;
    }

    /// <summary>Waits until nothing of the run lives.</summary>
    public async Task<ProcessEvent.Exited> GoneAsync(RunId id)
    {
        var exited = await FirstAsync<ProcessEvent.Exited>(e => e.Id == id);
        if (!exited.IsTreeGone) await FirstAsync<ProcessEvent.TreeGone>(e => e.Id == id);
        return exited;
    }
}
