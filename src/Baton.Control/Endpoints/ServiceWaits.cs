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
        IReadOnlyList<string>? names = wanted.Names is { Count: > 0 } given ? given : MeantToRun(request, goal);
        if (names is null)
        {
            await Answer.WriteAsync(request.Context, new ServicesResult([], []), WireJson.Default.ServicesResult);
            return;
        }

        var change = await ServiceActs.WithinAsync(request, wanted.TimeoutSeconds,
            ct => request.Sources.Supervisor.WaitAsync(names, goal, ct),
            seconds => $"not every service was {wanted.For ?? "ready"} after {seconds} s");
        await Answer.WriteAsync(request.Context, ServiceRecords.Of(change), WireJson.Default.ServicesResult);
    }

    /// <summary>
    /// Who is waited for where nobody is named: what is disabled, started by hand or by the clock, and was not asked to run, is not missed. Empty: all;
    /// null: nobody.
    /// </summary>
    private static List<string>? MeantToRun(ControlRequest request, WaitGoal goal)
    {
        if (goal == WaitGoal.Stopped) return [];
        var services = request.Sources.Supervisor.Services;
        var names = services.Where(service => service.IsDesired || service is { IsEnabled: true, IsAutostarted: true, IsScheduled: false }).Select(service => service.Name).ToList();
        return names.Count > 0 || services.Count == 0 ? names : null;
    }
}
