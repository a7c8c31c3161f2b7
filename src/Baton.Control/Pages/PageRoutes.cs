using Baton.Control.Describing;
using Baton.Control.Routing;

namespace Baton.Control.Pages;

/// <summary>Addresses of the dashboard.</summary>
internal static class PageRoutes
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<Route> All { get; } =
    [
        new("GET", "/services", PageEndpoints.GetServicesAsync) { About = RouteAbout.Hidden, IsPage = true },
        new("GET", "/ui", PageEndpoints.LeadAsync) { About = RouteAbout.Hidden, IsPage = true },
        new("GET", "/ui/{path*}", PageEndpoints.GetAsync) { About = RouteAbout.Hidden, IsPage = true },
    ];
}
