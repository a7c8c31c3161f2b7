using Baton.Control.Describing;
using Baton.Control.Endpoints;

namespace Baton.Control.Routing;

/// <summary>Who is told of events; <c>docs/reference/notify.md</c> tells it to people.</summary>
internal static class NotifyRoutes
{
    /// <summary>All of it.</summary>
    public static IReadOnlyList<Route> All { get; } =
    [
        new("GET", "/api/v1/notify", NotifyEndpoints.ListAsync) { About = AboutNotify.List },
        new("POST", "/api/v1/notify/{name}/test", NotifyEndpoints.TestAsync) { About = AboutNotify.Test },
    ];
}
