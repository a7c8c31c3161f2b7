namespace Baton.Supervision.Services;

/// <summary>Services that wait for monitors. As with services, a monitor that goes down later stops nobody.</summary>
public sealed partial class Supervisor
{
    private int _areMonitorsToLookAt;

    /// <summary>Monitors stand otherwise than before. On any thread; returns at once.</summary>
    public void LookAtMonitors()
    {
        // One of these waits at most: it sees all that has changed until its turn.
        if (Interlocked.Exchange(ref _areMonitorsToLookAt, 1) == 0) _actor.Post(new SupervisorMessage.MonitorsChanged());
    }

    /// <summary>Some service waits with its start for that monitor, now or the next time. Never waits.</summary>
    public bool AwaitsMonitor(string name) => _roster.AwaitedMonitors.Contains(name);

    private void HandleMonitors()
    {
        // Before the look, so that what changes during it brings another one.
        Interlocked.Exchange(ref _areMonitorsToLookAt, 0);
        foreach (var slot in _roster.Awaiting)
        {
            if (slot.State.Phase != Phase.WaitingDependencies) continue;
            StepNeighbour(slot, slot.Definition.Monitors.Max(name => _ports.MonitorOf(name).Cause) ?? slot.Cause);
        }
    }

    private bool AreMonitorsUp(ServiceSlot slot)
    {
        foreach (var name in slot.Definition.Monitors)
        {
            if (!_ports.MonitorOf(name).IsUp) return false;
        }

        return true;
    }

    private IEnumerable<string> MonitorsInTheWay(ServiceSlot slot)
    {
        foreach (var name in slot.Definition.Monitors)
        {
            if (_ports.MonitorOf(name) is { IsUp: false } standing) yield return $"monitor {name} ({standing.Words})";
        }
    }

    /// <summary>It waits to begin for what will not help it, or not soon.</summary>
    private bool IsWaitingInVain(ServiceSlot slot) => slot.State.Phase == Phase.WaitingDependencies
        && (_graph.DependenciesOf(slot.Index).Any(i => IsOfNoHelp(slot, _slots[i])) || slot.Definition.Monitors.Any(name => _ports.MonitorOf(name).IsDown));
}
