using Baton.Contracts;
using Baton.Control.Mapping;
using Baton.Control.Problems;
using Baton.Control.Routing;
using Baton.Supervision.Services;

namespace Baton.Control.Endpoints;

/// <summary><c>POST /api/v1/services/wait</c>: an answer when services are as wanted.</summary>
internal static class ServiceWaits
{
    public static async Task WaitAsync(ControlRequest request)
    {
        _ = new QueryReader(request.Context.Request);
        var wanted = await BodyReader.ReadAsync(request.Context, WireJson.Default.WaitRequest, new WaitRequest());
        ServiceActs.Check(wanted.Names, wanted.TimeoutSeconds);
        var goal = wanted.For switch
        {
            null or "ready" => WaitGoal.Ready,
            "completed" => WaitGoal.Completed,
            "stopped" => WaitGoal.Stopped,
            _ => throw ProblemException.Invalid("\"for\" must be \"ready\", \"completed\" or \"stopped\""),
        };
        var change = await ServiceActs.WithinAsync(request, wanted.TimeoutSeconds,
            ct => request.Sources.Supervisor.WaitAsync(wanted.Names ?? [], goal, ct),
            seconds => $"not every service was {wanted.For ?? "ready"} after {seconds} s");
        await Answer.WriteAsync(request.Context, ServiceRecords.Of(change), WireJson.Default.ServicesResult);
    }
}
