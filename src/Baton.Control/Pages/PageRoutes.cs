using Baton.Control.Access;
using Baton.Control.Routing;

namespace Baton.Control.Pages;

/// <summary>Addresses of the dashboard.</summary>
internal static class PageRoutes
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<Route> All { get; } =
    [
        new("GET", "/", PageEndpoints.GetRootAsync) { Needs = Need.Nothing },
        new("GET", "/services", PageEndpoints.GetServicesAsync) { Needs = Need.Nothing },
        new("GET", "/ui", PageEndpoints.LeadAsync) { Needs = Need.Nothing },
        new("GET", "/ui/{path*}", PageEndpoints.GetAsync) { Needs = Need.Nothing },
    ];
}
