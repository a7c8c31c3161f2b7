using Baton.Control.Access;
using Baton.Control.Describing;
using Baton.Control.Endpoints.Health;
using Baton.Control.Problems;

namespace Baton.Control.Routing;

/// <summary>The paths that clients of the earlier health monitors know, and the <c>/healthz</c> of the earlier task orchestrator; <c>docs/reference/monitors.md</c> tells them to people.</summary>
internal static class SeedHealthRoutes
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<Route> All { get; } =
    [
        Of("GET", "/", SeedHealth.GetRootAsync, AboutSeedHealth.Root) with { IsPage = true },
        Of("GET", "/health", SeedHealth.GetHealthAsync, AboutSeedHealth.Alive) with { Needs = Need.Nothing },
        Of("GET", "/healthz", SeedHealth.GetAnsweringAsync, AboutSeedHealth.Answering) with { Needs = Need.Nothing },
        Of("GET", "/health/status", SeedHealth.GetStatusAsync, AboutSeedHealth.Status),
        Of("POST", "/health/trigger", SeedHealth.TriggerAsync, AboutSeedHealth.Trigger),
        Of("GET", "/health/status/{name}", SeedHealth.GetOneAsync, AboutSeedHealth.One),
        .. new[] { "/docs", "/redoc", "/openapi.json" }.Select(path => Of("GET", path, SeedHealth.LeadToDescriptionAsync, RouteAbout.Hidden) with { GivesWay = true }),
    ];

    /// <summary>Whether failures at this address are told in their form, also where there is no route.</summary>
    public static bool Covers(string path) => path is "/health" or "/healthz" || path.StartsWith("/health/", StringComparison.Ordinal);

    private static Route Of(string method, string path, Func<ControlRequest, Task> handle, RouteAbout about) =>
        new(method, path, handle) { About = about, WriteProblem = SeedHealthProblems.WriteAsync };
}
