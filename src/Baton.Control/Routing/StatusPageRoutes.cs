using Baton.Control.Access;
using Baton.Control.Describing;
using Baton.Control.StatusPages;

namespace Baton.Control.Routing;

/// <summary>The page for everybody and its pictures; 404 as long as the manifest does not switch it on. <c>docs/reference/status-page.md</c> tells it to people.</summary>
internal static class StatusPageRoutes
{
    /// <summary>All of it.</summary>
    public static IReadOnlyList<Route> All { get; } =
    [
        new("GET", "/status", StatusEndpoints.GetPageAsync) { About = RouteAbout.Hidden, Needs = Need.Nothing, IsPage = true },
        new("GET", "/status/style.css", StatusEndpoints.GetStyleAsync) { About = RouteAbout.Hidden, Needs = Need.Nothing },
        new("GET", "/status/{name}/badge.svg", StatusEndpoints.GetBadgeAsync) { About = RouteAbout.Hidden, Needs = Need.Nothing, IsShownElsewhere = true },
        new("GET", "/status/{name}/uptime.svg", StatusEndpoints.GetUptimeAsync) { About = RouteAbout.Hidden, Needs = Need.Nothing, IsShownElsewhere = true },
    ];
}
