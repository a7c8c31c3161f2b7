using Baton.Control.Describing;
using Baton.Control.Endpoints;

namespace Baton.Control.Routing;

/// <summary>Figures for programs that watch; <c>docs/reference/metrics.md</c> tells them to people.</summary>
internal static class MetricsRoutes
{
    /// <summary>All of it.</summary>
    public static IReadOnlyList<Route> All { get; } = [new("GET", "/metrics", MetricsEndpoints.GetAsync) { About = AboutNotify.Metrics }];
}
