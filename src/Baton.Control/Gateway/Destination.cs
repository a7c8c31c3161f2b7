using Baton.Health.Routes;
using Baton.Supervision.Services;

namespace Baton.Control.Gateway;

/// <summary>Where a request goes.</summary>
internal static class Destination
{
    private static readonly UriCreationOptions AsWritten = new() { DangerousDisablePathAndQueryCanonicalization = true };

    /// <summary>The address of a request there: path and query are exactly as they were written.</summary>
    /// <exception cref="Problems.ProblemException">The service that answers is not ready.</exception>
    public static Uri Of(GatewayRoute route, RawTarget target, ControlSources sources)
    {
        var address = BaseOf(route, sources);
        var path = address.AbsolutePath.TrimEnd('/') + (route.StripsPrefix ? target.Path[route.Path.Length..] : target.Path);
        return new Uri($"{address.GetLeftPart(UriPartial.Authority)}{(path.Length == 0 ? "/" : path)}{target.Query}", AsWritten);
    }

    private static Uri BaseOf(GatewayRoute route, ControlSources sources)
    {
        if (route.Service is not { } name) return route.Url!;
        if (sources.Supervisor.Find(name) is not { } service) throw GatewayProblems.Unavailable(route, $"there is no service \"{name}\" now");
        if (service is { State: Phase.Running, IsReady: true }) return route.Url ?? new UriBuilder("http", "127.0.0.1", service.Port ?? 80).Uri;
        var state = service.State == Phase.Running ? "not ready" : PhaseWords.Of(service.State);
        throw GatewayProblems.Unavailable(route, $"service \"{name}\" is {state}{(service.Reason is { } reason ? $" ({reason})" : "")}", WaitFor(service, sources.Time.GetUtcNow()));
    }

    private static TimeSpan? WaitFor(ServiceView service, DateTimeOffset now) =>
        service.NextStartAt is { } next ? next - now : service.State is Phase.Starting or Phase.Running ? TimeSpan.FromSeconds(1) : null;
}
