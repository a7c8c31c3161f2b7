using Baton.Control.Describing;
using Baton.Control.Endpoints;

namespace Baton.Control.Routing;

/// <summary>The details of one service; told to people with the <see cref="NativeRoutes"/>.</summary>
internal static class DetailRoutes
{
    /// <summary>All of it.</summary>
    public static IReadOnlyList<Route> All { get; } =
    [
        new("GET", "/api/v1/services/{name}/runs", ServiceRuns.GetAsync) { About = AboutDetails.Runs },
        new("GET", "/api/v1/services/{name}/probes", ServiceDetails.ProbesAsync) { About = AboutDetails.Probes },
        new("GET", "/api/v1/services/{name}/devices", ServiceDetails.DevicesAsync) { About = AboutDetails.Devices },
        new("GET", "/api/v1/services/{name}/definition", ServiceDetails.DefinitionAsync) { About = AboutDetails.Definition },
        new("GET", "/api/v1/services/{name}/environment", ServiceDetails.EnvironmentAsync) { About = AboutDetails.Environment },
        new("GET", "/api/v1/services/{name}/figures", ServiceDetails.FiguresAsync) { About = AboutDetails.Figures },
    ];
}
