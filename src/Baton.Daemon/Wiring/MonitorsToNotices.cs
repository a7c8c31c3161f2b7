using System.Collections.Concurrent;
using System.Globalization;
using Baton.Core.Notices;
using Baton.Health.Breaker;
using Baton.Health.Monitors;
using Baton.Probes;

namespace Baton.Daemon.Wiring;

/// <summary>What monitors find to the record of what happened.</summary>
internal sealed class MonitorsToNotices(NoticeBoard notices) : IMonitorListener
{
    /// <summary>The fact that a monitor's health is what it is, by monitor: the cause of what follows. Written on the fleet's actor alone.</summary>
    private readonly ConcurrentDictionary<string, long> _facts = new(StringComparer.Ordinal);

    /// <summary>The fact that a monitor's health is what it is; null when nothing was found yet. On any thread.</summary>
    public long? FactOf(string name) => _facts.TryGetValue(name, out var fact) ? fact : null;

    /// <inheritdoc/>
    public void Counted(string name, DateTimeOffset at, ProbeResult result)
    {
    }

    /// <inheritdoc/>
    public void HealthChanged(MonitorView now, MonitorHealth from, string? reason)
    {
        var what = now.State.Health switch
        {
            MonitorHealth.Healthy => "healthy",
            MonitorHealth.Unhealthy => "unhealthy",
            _ => "unknown",
        };
        _facts[now.Definition.Name] = notices.Publish(SubjectOf(now), what, cause: null, reason);
    }

    /// <inheritdoc/>
    public void BreakerChanged(MonitorView now, BreakerPhase from, string? by)
    {
        var cause = by is null && _facts.TryGetValue(now.Definition.Name, out var fact) ? fact : (long?)null;
        notices.Publish(SubjectOf(now), WordOf(now.State.Breaker.Phase), cause, by is null ? DetailOf(now) : $"by {by}");
    }

    private static string SubjectOf(MonitorView now) => $"monitor/{now.Definition.Name}";

    private static string WordOf(BreakerPhase phase) => phase switch
    {
        BreakerPhase.Closed => "breaker_closed",
        BreakerPhase.Open => "breaker_open",
        BreakerPhase.HalfOpen => "breaker_half_open",
        _ => "breaker_isolated",
    };

    private static string? DetailOf(MonitorView now) => now.State.Breaker.Phase == BreakerPhase.Open
        ? string.Create(CultureInfo.InvariantCulture, $"after {Math.Max(now.State.ConsecutiveFailures, now.State.Breaker.Failures)} failures in a row")
        : null;
}
