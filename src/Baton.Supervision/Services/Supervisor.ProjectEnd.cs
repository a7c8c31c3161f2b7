namespace Baton.Supervision.Services;

/// <summary>The end of everything with one service, inside the actor's turns.</summary>
public sealed partial class Supervisor
{
    private volatile ProjectEnd? _end;

    /// <summary>The end that a service brought about (<c>exit_when</c>); null when people or signals stop everything.</summary>
    public ProjectEnd? End => _end;

    /// <summary>Looks at a service whose end is that of everything, when its state has changed.</summary>
    private void LookAtEnd(ServiceSlot slot)
    {
        if (_isShuttingDown || _end is not null || ProjectEnd.Of(slot.Definition.Name, slot.State) is not { } end) return;
        _end = end;
        // Not here, in the middle of a step: stopping the others may come back to this service.
        ShutDown(isKill: false, new ActCause($"exit_when: {end.Reason}"));
    }
}
