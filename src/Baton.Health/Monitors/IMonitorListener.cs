using Baton.Health.Breaker;
using Baton.Probes;

namespace Baton.Health.Monitors;

/// <summary>Hears what monitors find. Called on the fleet's actor, one call at a time: it takes note and returns.</summary>
public interface IMonitorListener
{
    /// <summary>A result that counts.</summary>
    /// <param name="name">The monitor.</param>
    /// <param name="at">When (UTC).</param>
    /// <param name="result">The result.</param>
    void Counted(string name, DateTimeOffset at, ProbeResult result);

    /// <summary>Its health has changed.</summary>
    /// <param name="now">What is to be seen of it now.</param>
    /// <param name="from">What its health was.</param>
    /// <param name="reason">Why; null when a person reset it.</param>
    void HealthChanged(MonitorView now, MonitorHealth from, string? reason);

    /// <summary>Its breaker has changed.</summary>
    /// <param name="now">What is to be seen of it now.</param>
    /// <param name="from">What the phase was.</param>
    /// <param name="by">Who asked for it; null when nobody did.</param>
    void BreakerChanged(MonitorView now, BreakerPhase from, string? by);
}
