using Baton.Processes;

namespace Baton.Daemon.Wiring;

/// <summary>
/// News of processes to everybody concerned, in the order they were told. The host exists before those who listen do; nothing happens
/// before the first spawn, so the listeners are set in time.
/// </summary>
internal sealed class ProcessNews : IProcessEvents
{
    private volatile Action<ProcessEvent>[] _listeners = [];

    /// <summary>Adds one who is told from now on; it must take note and return.</summary>
    public void Add(Action<ProcessEvent> listener) => _listeners = [.. _listeners, listener];

    /// <inheritdoc/>
    public void On(ProcessEvent processEvent)
    {
        foreach (var listener in _listeners) listener(processEvent);
    }
}
