using Baton.Contracts;
using Baton.Control.Mapping;
using Baton.Control.Problems;
using Baton.Control.Routing;
using Baton.Supervision.Services;

namespace Baton.Control.Endpoints;

/// <summary><c>/api/v1/services</c>: enable, disable; of one service (in the path) or of several (in the body).</summary>
internal static class ServiceEnabling
{
    public static Task EnableAsync(ControlRequest request) => SetAsync(request, isEnabled: true);

    public static Task DisableAsync(ControlRequest request) => SetAsync(request, isEnabled: false);

    private static async Task SetAsync(ControlRequest request, bool isEnabled)
    {
        _ = new QueryReader(request.Context.Request);
        var wanted = await BodyReader.ReadAsync(request.Context, WireJson.Default.EnableRequest, new EnableRequest());
        ServiceActs.Check(request.Name.Length > 0 ? null : wanted.Names, wanted.TimeoutSeconds);
        // For the acts no names mean all services; here that would be a mistake that outlives the daemon.
        if (ServiceActs.NamesOf(request, wanted.Names) is not { Count: > 0 } names)
            throw ProblemException.Invalid($"name the services to {(isEnabled ? "enable" : "disable")} in \"names\"");
        var change = await request.Options.Enable(names, isEnabled, request.Cause, request.Gone);
        if (wanted.Now) change = await FollowAsync(request, names, isEnabled, wanted.TimeoutSeconds);
        await Answer.WriteAsync(request.Context, ServiceRecords.Of(change), WireJson.Default.ServicesResult);
    }

    private static async Task<ServicesChange> FollowAsync(ControlRequest request, IReadOnlyList<string> names, bool isEnabled, double? timeoutSeconds)
    {
        var supervisor = request.Sources.Supervisor;
        var change = await ServiceActs.WithinAsync(request, timeoutSeconds,
            ct => isEnabled ? supervisor.StartAsync(names, request.Cause, ct) : supervisor.StopAsync(names, isOnly: false, request.Cause, ct),
            seconds => $"the {(isEnabled ? "start" : "stop")} was not done after {seconds} s; it goes on");
        if (isEnabled) ServiceActs.ThrowIfNotSpawned(change);
        return change;
    }
}
