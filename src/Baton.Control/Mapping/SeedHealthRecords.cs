using Baton.Contracts.Health;
using Baton.Health.Monitors;

namespace Baton.Control.Mapping;

/// <summary>Monitors as the earlier health monitor showed them.</summary>
internal static class SeedHealthRecords
{
    /// <summary>All of them.</summary>
    public static SeedStatus Of(IReadOnlyList<MonitorView> views, TimeProvider clock)
    {
        var services = new Dictionary<string, SeedMonitor>(views.Count, StringComparer.Ordinal);
        foreach (var view in views) services[view.Definition.Name] = Of(view, clock);
        return new SeedStatus(SeedHealthWords.Of(clock.GetUtcNow(), clock), services, Overall(services.Values));
    }

    private static SeedMonitor Of(MonitorView view, TimeProvider clock)
    {
        var state = view.State;
        var isResting = SeedHealthWords.IsResting(state);
        return new SeedMonitor
        {
            Health = isResting ? "circuit_open" : state.Health == MonitorHealth.Healthy ? "healthy" : "unhealthy",
            LastCheck = (isResting ? state.LastLooked : state.LastCheck) is { } time ? SeedHealthWords.Of(time, clock) : null,
            ResponseTimeMs = SeedHealthWords.Response(state),
            ErrorMessage = isResting ? SeedHealthWords.Resting(state) : SeedHealthWords.Seed(view),
            ConsecutiveFailures = state.ConsecutiveFailures,
            TotalChecks = state.Total,
            SuccessfulChecks = state.Successful,
            UptimePercentage = state.UptimePercentage,
            CircuitBreakerState = SeedHealthWords.Of(state.Breaker.Phase),
        };
    }

    private static string Overall(Dictionary<string, SeedMonitor>.ValueCollection services)
    {
        var healthy = services.Count(service => service.Health == "healthy");
        return healthy == services.Count ? "healthy" : healthy > 0 ? "degraded" : "unhealthy";
    }
}
