using System.Collections.Concurrent;
using Baton.Health.Breaker;
using Baton.Health.Monitors;
using Baton.Probes;

namespace Baton.Health.Figures;

/// <summary>Counts what happens to all monitors; bounded, since those that are not watched any more are forgotten.</summary>
public sealed class MonitorFigures : IMonitorListener
{
    private readonly ConcurrentDictionary<string, MonitorTally> _tallies = new(StringComparer.Ordinal);

    /// <summary>What was counted of a monitor; null: nothing.</summary>
    public MonitorTally? Find(string name) => _tallies.GetValueOrDefault(name);

    /// <summary>Forgets all others.</summary>
    public void Keep(IReadOnlySet<string> names)
    {
        foreach (var name in _tallies.Keys.Where(name => !names.Contains(name))) _tallies.TryRemove(name, out _);
    }

    /// <inheritdoc/>
    public void Counted(string name, DateTimeOffset at, ProbeResult result) => Of(name).Count(result.Duration, result.IsSuccess);

    /// <inheritdoc/>
    public void HealthChanged(MonitorView now, MonitorHealth from, string? reason)
    {
    }

    /// <inheritdoc/>
    public void BreakerChanged(MonitorView now, BreakerPhase from, string? by) => Of(now.Definition.Name).CountTransition(now.State.Breaker.Phase);

    private MonitorTally Of(string name) => _tallies.GetOrAdd(name, static _ => new MonitorTally());
}
