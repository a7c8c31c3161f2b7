using Baton.Control.Describing;
using Baton.Control.Endpoints.Health;

namespace Baton.Control.Routing;

/// <summary>Who is told nothing of monitors; <c>docs/reference/alarms.md</c> tells it to people.</summary>
internal static class AlarmRoutes
{
    /// <summary>All of it.</summary>
    public static IReadOnlyList<Route> All { get; } =
    [
        new("GET", "/api/v1/silences", SilenceEndpoints.ListAsync) { About = AboutAlarms.List },
        new("POST", "/api/v1/silences", SilenceEndpoints.BeginAsync) { About = AboutAlarms.BeginAll },
        new("DELETE", "/api/v1/silences", SilenceEndpoints.EndAsync) { About = AboutAlarms.EndAll },
        new("POST", "/api/v1/monitors/{name}/silence", SilenceEndpoints.BeginAsync) { About = AboutAlarms.Begin },
        new("DELETE", "/api/v1/monitors/{name}/silence", SilenceEndpoints.EndAsync) { About = AboutAlarms.End },
    ];
}
