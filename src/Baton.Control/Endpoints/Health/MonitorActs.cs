using Baton.Contracts;
using Baton.Contracts.Health;
using Baton.Control.Mapping;
using Baton.Control.Problems;
using Baton.Control.Routing;
using Baton.Health.Monitors;

namespace Baton.Control.Endpoints.Health;

/// <summary><c>/api/v1/monitors</c>: acting.</summary>
internal static class MonitorActs
{
    public static async Task TriggerAllAsync(ControlRequest request)
    {
        await ReadAsync(request);
        var outcome = request.Sources.Monitors is { } fleet ? await request.Sources.Triggers.AskAsync(fleet, null, request.Gone) : TriggerOutcome.Done;
        if (outcome == TriggerOutcome.Refused) throw Busy();
        var views = request.Sources.Monitors?.Views ?? [];
        await Answer.WriteAsync(request.Context, new MonitorSummary(
            views.Count,
            Count(views, MonitorHealth.Healthy),
            Count(views, MonitorHealth.Unhealthy),
            Count(views, MonitorHealth.Unknown),
            Triggers.UnfinishedOf(outcome, views)), WireJson.Default.MonitorSummary);
    }

    public static async Task TriggerAsync(ControlRequest request)
    {
        await ReadAsync(request);
        var (fleet, _) = MonitorEndpoints.Find(request);
        if (await request.Sources.Triggers.AskAsync(fleet, request.Name, request.Gone) == TriggerOutcome.Refused) throw Busy();
        await MonitorEndpoints.WriteAsync(request, MonitorEndpoints.Find(request).View);
    }

    public static Task IsolateAsync(ControlRequest request) => ActAsync(request, MonitorAct.Isolate);

    public static Task CloseAsync(ControlRequest request) => ActAsync(request, MonitorAct.Close);

    public static Task ResetAsync(ControlRequest request) => ActAsync(request, MonitorAct.Reset);

    private static async Task ActAsync(ControlRequest request, MonitorAct act)
    {
        await ReadAsync(request);
        var (fleet, _) = MonitorEndpoints.Find(request);
        if (!await fleet.ActAsync(request.Name, act, request.Cause.Who, request.Gone)) throw Busy();
        await MonitorEndpoints.WriteAsync(request, MonitorEndpoints.Find(request).View);
    }

    private static async Task ReadAsync(ControlRequest request)
    {
        _ = new QueryReader(request.Context.Request);
        _ = await BodyReader.ReadAsync(request.Context, WireJson.Default.MonitorActRequest, new MonitorActRequest());
    }

    private static int Count(IReadOnlyList<MonitorView> views, MonitorHealth health) => views.Count(view => view.State.Health == health);

    private static ProblemException Busy() => new(ErrorCodes.Busy, 503, "too much is asked of the monitors at once; try again") { RetryAfterSeconds = 1 };
}
