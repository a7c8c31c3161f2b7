using Baton.Control.Endpoints;

namespace Baton.Control.Routing;

/// <summary>The details of one service; told to people with the <see cref="NativeRoutes"/>.</summary>
internal static class DetailRoutes
{
    /// <summary>All of it.</summary>
    public static IReadOnlyList<Route> All { get; } =
    [
        new("GET", "/api/v1/services/{name}/runs", ServiceRuns.GetAsync),
        new("GET", "/api/v1/services/{name}/probes", ServiceDetails.ProbesAsync),
        new("GET", "/api/v1/services/{name}/devices", ServiceDetails.DevicesAsync),
        new("GET", "/api/v1/services/{name}/definition", ServiceDetails.DefinitionAsync),
        new("GET", "/api/v1/services/{name}/environment", ServiceDetails.EnvironmentAsync),
        new("GET", "/api/v1/services/{name}/figures", ServiceDetails.FiguresAsync),
    ];
}
