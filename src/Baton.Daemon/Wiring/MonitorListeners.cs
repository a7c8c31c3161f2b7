using Baton.Health.Breaker;
using Baton.Health.Monitors;
using Baton.Probes;

namespace Baton.Daemon.Wiring;

/// <summary>Several who hear what monitors find, in their order.</summary>
internal sealed class MonitorListeners(params IReadOnlyList<IMonitorListener> listeners) : IMonitorListener
{
    /// <inheritdoc/>
    public void Counted(string name, DateTimeOffset at, ProbeResult result)
    {
        foreach (var listener in listeners) listener.Counted(name, at, result);
    }

    /// <inheritdoc/>
    public void HealthChanged(MonitorView now, MonitorHealth from, string? reason)
    {
        foreach (var listener in listeners) listener.HealthChanged(now, from, reason);
    }

    /// <inheritdoc/>
    public void BreakerChanged(MonitorView now, BreakerPhase from, string? by)
    {
        foreach (var listener in listeners) listener.BreakerChanged(now, from, by);
    }
}
