using Baton.Contracts;
using Baton.Control.Endpoints;
using Baton.Control.Problems;

namespace Baton.Control.Routing;

/// <summary>The API as one table; <c>docs/reference/api.md</c> tells it to people.</summary>
internal static class Routes
{
    /// <summary>All routes; where two match, the first one counts.</summary>
    public static IReadOnlyList<Route> All { get; } =
    [
        new("GET", "/api/v1/services", ServiceEndpoints.ListAsync),
        new("GET", "/api/v1/services/{name}", ServiceEndpoints.GetAsync),
        new("POST", "/api/v1/services/start", ServiceActs.StartAsync),
        new("POST", "/api/v1/services/stop", ServiceActs.StopAsync),
        new("POST", "/api/v1/services/restart", ServiceActs.RestartAsync),
        new("POST", "/api/v1/services/wait", ServiceWaits.WaitAsync),
        new("POST", "/api/v1/services/enable", ServiceEnabling.EnableAsync),
        new("POST", "/api/v1/services/disable", ServiceEnabling.DisableAsync),
        new("POST", "/api/v1/services/kill", ServiceSignals.KillAsync),
        new("POST", "/api/v1/services/scale", ServiceScaling.ScaleAsync),
        new("POST", "/api/v1/services/{name}/start", ServiceActs.StartAsync),
        new("POST", "/api/v1/services/{name}/stop", ServiceActs.StopAsync),
        new("POST", "/api/v1/services/{name}/restart", ServiceActs.RestartAsync),
        new("POST", "/api/v1/services/{name}/enable", ServiceEnabling.EnableAsync),
        new("POST", "/api/v1/services/{name}/disable", ServiceEnabling.DisableAsync),
        new("POST", "/api/v1/services/{name}/kill", ServiceSignals.KillAsync),
        new("GET", "/api/v1/services/{name}/launch", ServiceLaunches.GetAsync),
        new("GET", "/api/v1/services/{name}/why", ServiceCauses.GetAsync),
        new("GET", "/api/v1/logs", LogEndpoints.GetAsync),
        new("GET", "/api/v1/events", EventEndpoints.GetAsync),
        new("GET", "/api/v1/graph", GraphEndpoints.GetAsync),
        new("GET", "/api/v1/manifest", ManifestEndpoints.GetAsync),
        new("POST", "/api/v1/manifest/plan", ManifestEndpoints.PlanAsync),
        new("POST", "/api/v1/manifest/reload", ManifestEndpoints.ReloadAsync),
        new("GET", "/api/v1/system", SystemEndpoints.GetAsync),
        new("POST", "/api/v1/system/shutdown", SystemEndpoints.ShutdownAsync),
        new("POST", "/api/v1/system/upgrade", SystemEndpoints.UpgradeAsync),
    ];

    /// <summary>The route of a request.</summary>
    /// <exception cref="ProblemException">There is none: 404, or 405 when the path has others.</exception>
    public static (Route Route, string Name) Find(string method, string path)
    {
        var segments = path.Split('/', 8);
        List<string>? others = null;
        foreach (var route in All)
        {
            if (!route.Matches(segments, out var name)) continue;
            if (route.Method == method) return (route, name);
            (others ??= []).Add(route.Method);
        }

        if (others is null) throw new ProblemException(ErrorCodes.NotFound, 404, "there is no such address in this API; see docs/reference/api.md");
        var allowed = string.Join(", ", others.Distinct());
        throw new ProblemException(ErrorCodes.MethodNotAllowed, 405, $"this address takes {allowed} only") { Allow = allowed };
    }
}
