namespace Baton.Supervision.Services;

/// <summary>The end of everything with one service, inside the actor's turns.</summary>
public sealed partial class Supervisor
{
    private volatile ProjectEnd? _end;

    /// <summary>The end that a service brought about (<c>exit_when</c>); null when people or signals stop everything.</summary>
    public ProjectEnd? End => _end;

    /// <summary>Looks at a service whose end is that of everything, when its state has changed or that of what it waits for.</summary>
    private void LookAtEnd(ServiceSlot slot)
    {
        if (_isShuttingDown || _end is not null || slot.IsLeaving) return;
        if ((ProjectEnd.Of(slot.Definition.Name, slot.State) ?? EndBefore(slot)) is not { } end) return;
        _end = end;
        StoreProject(_project with { End = end });
        // Not here, in the middle of a step: stopping the others may come back to this service.
        ShutDown(isKill: false, new ActCause($"exit_when: {end.Reason}", slot.Cause));
    }

    /// <summary>The end of a service that will never start, since something on the way to it has ended or failed; null when it may start yet.</summary>
    private ProjectEnd? EndBefore(ServiceSlot slot)
    {
        if (!slot.WaitsInVain) return null;
        var seen = new HashSet<int> { slot.Index };
        var toLook = new Stack<ServiceSlot>([slot]);
        while (toLook.TryPop(out var waiting))
        {
            foreach (var dependency in _graph.DependenciesOf(waiting.Index).Select(i => _slots[i]).Where(d => !IsSatisfied(waiting, d)))
            {
                if (dependency.State is { IsDesired: true, Phase: Phase.Failed or Phase.Completed })
                    return ProjectEnd.Before(slot.Definition.Name, dependency.Definition.Name, dependency.State);
                if (dependency.WaitsInVain && seen.Add(dependency.Index)) toLook.Push(dependency);
            }
        }

        return null;
    }
}
