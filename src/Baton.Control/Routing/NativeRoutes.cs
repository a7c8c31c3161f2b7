using Baton.Control.Access;
using Baton.Control.Endpoints;

namespace Baton.Control.Routing;

/// <summary>Baton's own API; <c>docs/reference/api.md</c> tells it to people.</summary>
internal static class NativeRoutes
{
    /// <summary>All of it; where two match, the first one counts.</summary>
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
        // A TCP port is open to every user of the machine, and an environment is where secrets are.
        new("GET", "/api/v1/services/{name}/launch", ServiceLaunches.GetAsync) { Needs = Need.LocalUser },
        new("GET", "/api/v1/services/{name}/why", ServiceCauses.GetAsync),
        new("GET", "/api/v1/logs", LogEndpoints.GetAsync),
        new("GET", "/api/v1/events", EventEndpoints.GetAsync),
        new("GET", "/api/v1/graph", GraphEndpoints.GetAsync),
        new("GET", "/api/v1/manifest", ManifestEndpoints.GetAsync),
        new("POST", "/api/v1/manifest/plan", ManifestEndpoints.PlanAsync),
        new("POST", "/api/v1/manifest/reload", ManifestEndpoints.ReloadAsync),
        // A page must know whether it is to ask for a token.
        new("GET", "/api/v1/session", SessionEndpoints.GetAsync) { Needs = Need.Nothing },
        new("GET", "/api/v1/system", SystemEndpoints.GetAsync),
        new("POST", "/api/v1/system/shutdown", SystemEndpoints.ShutdownAsync),
        // It names a program that is to be executed: who may do that has shown by the socket that he is the daemon's own user.
        new("POST", "/api/v1/system/upgrade", SystemEndpoints.UpgradeAsync) { Needs = Need.LocalUser },
    ];
}
