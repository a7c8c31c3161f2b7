using System.Text.Json;
using Baton.Contracts.Health;
using Baton.Health.Monitors;
using Baton.Probes.Specs;

namespace Baton.Control.Mapping;

/// <summary>Monitors as the earlier gateway showed them.</summary>
internal static class MainHealthRecords
{
    private static readonly JsonElement NoDetails = Parsed("{}");

    /// <summary>All of them, as <c>/health/status</c> shows them.</summary>
    public static MainStatus StatusOf(IReadOnlyList<MonitorView> views, bool isStalled, TimeProvider clock)
    {
        var services = new Dictionary<string, MainMonitor>(views.Count, StringComparer.Ordinal);
        foreach (var view in views) services[view.Definition.Name] = Of(view, clock);
        var interval = views.Count == 0 ? MonitorDefinition.DefaultInterval : views.Min(view => view.Definition.Timing.Interval);
        return new MainStatus(Overall(views), SeedHealthWords.Of(clock.GetUtcNow(), clock), services, new MainMonitoring(SecondsOf(interval), !isStalled));
    }

    /// <summary>All of them, as <c>/health</c> shows them.</summary>
    /// <param name="views">The monitors.</param>
    /// <param name="isStalled">Nothing is watched any more.</param>
    /// <param name="isWhole">With addresses, reasons and what endpoints answer; without, how each stands and no more.</param>
    public static MainAlive AliveOf(IReadOnlyList<MonitorView> views, bool isStalled, bool isWhole)
    {
        var services = new Dictionary<string, MainAliveMonitor>(views.Count, StringComparer.Ordinal);
        foreach (var view in views)
        {
            var (word, url) = (WordOf(view.State), isWhole ? UrlOf(view) : "");
            services[view.Definition.Name] = word == "unhealthy"
                ? new MainAliveMonitor(word, url, Error: isWhole ? ErrorOf(view) : word)
                : new MainAliveMonitor(word, url, isWhole ? DetailsOf(view) : NoDetails);
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
        // What an earlier build remembered says nothing of the latest ones.
        UptimePercentage = view.State is { Latest.Count: 0, Total: > 0 } ? view.State.UptimePercentage : view.State.Latest.Percentage,
        Details = DetailsOf(view),
    };

    /// <summary>A whole number of seconds is written as one.</summary>
    private static decimal SecondsOf(TimeSpan span) => (decimal)Math.Round(span.TotalSeconds, 3);

    private static JsonElement DetailsOf(MonitorView view) => view.State.Last?.Answer is { } answer && WordOf(view.State) == "healthy" ? Parsed(answer) : NoDetails;

    private static JsonElement Parsed(string json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.Clone();
    }

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
