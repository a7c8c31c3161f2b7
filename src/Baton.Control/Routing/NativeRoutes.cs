using Baton.Control.Access;
using Baton.Control.Describing;
using Baton.Control.Endpoints;

namespace Baton.Control.Routing;

/// <summary>Baton's own API; <c>docs/reference/api.md</c> tells it to people.</summary>
internal static class NativeRoutes
{
    /// <summary>All of it; where two match, the first one counts.</summary>
    public static IReadOnlyList<Route> All { get; } =
    [
        new("GET", "/api/v1/services", ServiceEndpoints.ListAsync) { About = AboutServices.List },
        new("GET", "/api/v1/services/{name}", ServiceEndpoints.GetAsync) { About = AboutServices.One },
        new("POST", "/api/v1/services/start", ServiceActs.StartAsync) { About = AboutServices.Start },
        new("POST", "/api/v1/services/stop", ServiceActs.StopAsync) { About = AboutServices.Stop },
        new("POST", "/api/v1/services/restart", ServiceActs.RestartAsync) { About = AboutServices.Restart },
        new("POST", "/api/v1/services/wait", ServiceWaits.WaitAsync) { About = AboutServices.Wait },
        new("POST", "/api/v1/services/enable", ServiceEnabling.EnableAsync) { About = AboutServices.Enable },
        new("POST", "/api/v1/services/disable", ServiceEnabling.DisableAsync) { About = AboutServices.Disable },
        new("POST", "/api/v1/services/kill", ServiceSignals.KillAsync) { About = AboutServices.Kill },
        new("POST", "/api/v1/services/scale", ServiceScaling.ScaleAsync) { About = AboutServices.Scale },
        new("POST", "/api/v1/services/{name}/start", ServiceActs.StartAsync) { About = AboutServices.Start },
        new("POST", "/api/v1/services/{name}/stop", ServiceActs.StopAsync) { About = AboutServices.Stop },
        new("POST", "/api/v1/services/{name}/restart", ServiceActs.RestartAsync) { About = AboutServices.Restart },
        new("POST", "/api/v1/services/{name}/enable", ServiceEnabling.EnableAsync) { About = AboutServices.Enable },
        new("POST", "/api/v1/services/{name}/disable", ServiceEnabling.DisableAsync) { About = AboutServices.Disable },
        new("POST", "/api/v1/services/{name}/kill", ServiceSignals.KillAsync) { About = AboutServices.Kill },
        // A TCP port is open to every user of the machine, and an environment is where secrets are.
        new("GET", "/api/v1/services/{name}/launch", ServiceLaunches.GetAsync) { About = AboutServices.Launch, Needs = Need.LocalUser },
        new("GET", "/api/v1/services/{name}/why", ServiceCauses.GetAsync) { About = AboutServices.Why },
        new("GET", "/api/v1/logs", LogEndpoints.GetAsync) { About = AboutHistory.Logs },
        new("GET", "/api/v1/events", EventEndpoints.GetAsync) { About = AboutHistory.Events },
        new("GET", "/api/v1/graph", GraphEndpoints.GetAsync) { About = AboutProject.Graph },
        new("GET", "/api/v1/manifest", ManifestEndpoints.GetAsync) { About = AboutProject.Manifest },
        new("POST", "/api/v1/manifest/plan", ManifestEndpoints.PlanAsync) { About = AboutProject.Plan },
        new("POST", "/api/v1/manifest/reload", ManifestEndpoints.ReloadAsync) { About = AboutProject.Reload },
        // A page must know whether it is to ask for a token.
        new("GET", "/api/v1/session", SessionEndpoints.GetAsync) { About = AboutProject.Session, Needs = Need.Nothing },
        new("GET", "/api/v1/system", SystemEndpoints.GetAsync) { About = AboutProject.System },
        new("POST", "/api/v1/system/shutdown", SystemEndpoints.ShutdownAsync) { About = AboutProject.Shutdown },
        // It names a program that is to be executed: who may do that has shown by the socket that he is the daemon's own user.
        new("POST", "/api/v1/system/upgrade", SystemEndpoints.UpgradeAsync) { About = AboutProject.Upgrade, Needs = Need.LocalUser },
        new("GET", "/openapi/v1.json", OpenApiEndpoints.GetAsync) { About = AboutProject.OpenApi },
    ];
}
