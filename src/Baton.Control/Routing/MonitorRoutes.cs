using Baton.Control.Access;
using Baton.Control.Describing;
using Baton.Control.Endpoints.Health;

namespace Baton.Control.Routing;

/// <summary>Monitors in Baton's own API; <c>docs/reference/api.md</c> tells it to people.</summary>
internal static class MonitorRoutes
{
    /// <summary>All of it; where two match, the first one counts.</summary>
    public static IReadOnlyList<Route> All { get; } =
    [
        new("GET", "/api/v1/monitors", MonitorEndpoints.ListAsync) { About = AboutMonitors.List },
        new("GET", "/api/v1/monitors/{name}", MonitorEndpoints.GetAsync) { About = AboutMonitors.One },
        new("GET", "/api/v1/monitors/{name}/history", MonitorEndpoints.HistoryAsync) { About = AboutMonitors.History },
        new("GET", "/api/v1/monitors/{name}/incidents", MonitorEndpoints.IncidentsAsync) { About = AboutMonitors.Incidents },
        new("POST", "/api/v1/monitors/{name}/note", IncidentNotes.WriteAsync) { About = AboutMonitors.Note },
        new("POST", "/api/v1/monitors/trigger", MonitorActs.TriggerAllAsync) { About = AboutMonitors.TriggerAll },
        new("POST", "/api/v1/monitors/{name}/trigger", MonitorActs.TriggerAsync) { About = AboutMonitors.Trigger },
        new("POST", "/api/v1/monitors/{name}/isolate", MonitorActs.IsolateAsync) { About = AboutMonitors.Isolate },
        new("POST", "/api/v1/monitors/{name}/close", MonitorActs.CloseAsync) { About = AboutMonitors.Close },
        new("POST", "/api/v1/monitors/{name}/reset", MonitorActs.ResetAsync) { About = AboutMonitors.Reset },
        // Its name is a token of its own, for that one monitor: who is watched has no other.
        new("POST", "/api/v1/push/{name}", PushEndpoints.PushAsync) { About = AboutMonitors.Push, Needs = Need.Nothing },
    ];
}
