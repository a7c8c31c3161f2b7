using Baton.Contracts.Health;
using Baton.Health.Monitors;
using Baton.Probes.Specs;

namespace Baton.Control.Mapping;

/// <summary>Monitors as the earlier gateway showed them.</summary>
internal static class MainHealthRecords
{
    private static readonly Dictionary<string, string> NoDetails = [];

    /// <summary>All of them, as <c>/health/status</c> shows them.</summary>
    public static MainStatus StatusOf(IReadOnlyList<MonitorView> views, bool isStalled, TimeProvider clock)
    {
        var services = new Dictionary<string, MainMonitor>(views.Count, StringComparer.Ordinal);
        foreach (var view in views) services[view.Definition.Name] = Of(view, clock);
        var interval = views.Count == 0 ? MonitorDefinition.DefaultInterval : views.Min(view => view.Definition.Timing.Interval);
        return new MainStatus(Overall(views), SeedHealthWords.Of(clock.GetUtcNow(), clock), services, new MainMonitoring(interval.TotalSeconds, !isStalled));
    }

    /// <summary>All of them, as <c>/health</c> shows them.</summary>
    public static MainAlive AliveOf(IReadOnlyList<MonitorView> views, bool isStalled)
    {
        var services = new Dictionary<string, MainAliveMonitor>(views.Count, StringComparer.Ordinal);
        foreach (var view in views)
        {
            services[view.Definition.Name] = WordOf(view.State) == "unhealthy"
                ? new MainAliveMonitor("unhealthy", UrlOf(view), Error: ErrorOf(view))
                : new MainAliveMonitor(WordOf(view.State), UrlOf(view), NoDetails);
        }

        return new MainAlive(isStalled ? "stalled" : "healthy", services, Overall(views) is "unknown" ? "degraded" : Overall(views));
    }

    /// <summary>One of them.</summary>
    public static MainMonitor Of(MonitorView view, TimeProvider clock) => new()
    {
        Name = view.Definition.Name,
        Url = UrlOf(view),
        Status = WordOf(view.State),
        LastCheck = view.State.LastCheck is { } time ? SeedHealthWords.Of(time, clock) : null,
        ResponseTimeMs = SeedHealthWords.Response(view.State),
        Error = ErrorOf(view),
        CircuitState = SeedHealthWords.Of(view.State.Breaker.Phase),
        ConsecutiveFailures = view.State.ConsecutiveFailures,
        UptimePercentage = view.State.Total == 0 ? 100 : view.State.UptimePercentage,
        Details = NoDetails,
    };

    private static string? ErrorOf(MonitorView view) => SeedHealthWords.IsResting(view.State) ? "Circuit breaker open" : SeedHealthWords.Main(view);

    private static string WordOf(MonitorState state) =>
        SeedHealthWords.IsResting(state) || state.Health == MonitorHealth.Unhealthy ? "unhealthy" : state.Health == MonitorHealth.Healthy ? "healthy" : "unknown";

    private static string Overall(IReadOnlyList<MonitorView> views)
    {
        var words = views.Select(view => WordOf(view.State)).ToList();
        if (words.All(word => word == "healthy")) return "healthy";
        if (words.All(word => word == "unhealthy")) return "unhealthy";
        return words.Contains("unhealthy") ? "degraded" : "unknown";
    }

    /// <summary>The base, without what was added to it to ask; other probes have no address of that kind.</summary>
    private static string UrlOf(MonitorView view)
    {
        if (view.Definition.Probe is not ProbeSpec.Http http) return "";
        var text = http.Url.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped);
        return text.EndsWith("/health", StringComparison.Ordinal) ? text[..^"/health".Length] : text.TrimEnd('/');
    }
}
