using Baton.Processes;

namespace Baton.Daemon.Wiring;

/// <summary>
/// News of processes to everybody concerned, in the order they were told. The host exists before those who listen do, and a guardian may have
/// news at once: until all listen, news are kept.
/// </summary>
internal sealed class ProcessNews : IProcessEvents
{
    private readonly Lock _gate = new();
    private readonly Queue<ProcessEvent> _early = new();
    private Action<ProcessEvent>[] _listeners = [];
    private volatile bool _hasBegun;

    /// <summary>Adds one who is told; it must take note and return.</summary>
    public void Add(Action<ProcessEvent> listener)
    {
        lock (_gate) _listeners = [.. _listeners, listener];
    }

    /// <summary>All listen: tells what was kept, and then everything as it comes.</summary>
    public void Begin()
    {
        lock (_gate)
        {
            while (_early.TryDequeue(out var kept)) Tell(kept);
            _hasBegun = true;
        }
    }

    /// <inheritdoc/>
    public void On(ProcessEvent processEvent)
    {
        if (!_hasBegun)
        {
            lock (_gate)
            {
                // One that comes while what was kept is told waits here, and then goes on after it.
                if (!_hasBegun)
                {
                    _early.Enqueue(processEvent);
                    return;
                }
            }
        }

        Tell(processEvent);
    }

    private void Tell(ProcessEvent processEvent)
    {
        foreach (var listener in _listeners) listener(processEvent);
    }
}
