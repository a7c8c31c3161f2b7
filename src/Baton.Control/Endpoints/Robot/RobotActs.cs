using Baton.Contracts.Robot;
using Baton.Control.Mapping;
using Baton.Control.Routing;
using Baton.Supervision.Services;

namespace Baton.Control.Endpoints.Robot;

/// <summary><c>/api/services/start|stop|restart</c>: each of one service; they need no body and take any.</summary>
internal static class RobotActs
{
    public static Task StartAsync(ControlRequest request) => ActAsync(request, "start", "started", (supervisor, name, ct) => supervisor.StartAsync([name], request.Cause, ct));

    public static Task RestartAsync(ControlRequest request) => ActAsync(request, "restart", "restarted", (supervisor, name, ct) => supervisor.RestartAsync([name], request.Cause, ct));

    public static Task StopAsync(ControlRequest request)
    {
        var isForced = RobotQuery.Flag(request.Context.Request, "force");
        return ActAsync(request, "stop", "stopped", (supervisor, name, ct) => isForced
            ? supervisor.StopAtOnceAsync([name], request.Cause, ct)
            : supervisor.StopAsync([name], isOnly: false, request.Cause, ct));
    }

    private static async Task ActAsync(ControlRequest request, string act, string done, Func<Supervisor, string, CancellationToken, Task<ServicesChange>> perform)
    {
        await BodyReader.SkipAsync(request.Context);
        var name = RobotServices.Find(request).Name;
        var change = await ServiceActs.WithinAsync(request, timeoutSeconds: null, ct => perform(request.Sources.Supervisor, name, ct),
            seconds => $"Failed to {act} service {name}: it was not done after {seconds} s; it goes on");
        if (act != "stop") ServiceActs.ThrowIfNotSpawned(change);
        await Answer.WriteAsync(request.Context, new RobotActed(true, $"Service {name} {done}", RobotRecords.Of(change.Services[0])), RobotJson.Default.RobotActed);
    }
}
