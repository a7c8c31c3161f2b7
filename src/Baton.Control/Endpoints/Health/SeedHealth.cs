using Baton.Contracts.Health;
using Baton.Control.Mapping;
using Baton.Control.Pages;
using Baton.Control.Problems;
using Baton.Control.Routing;
using Baton.Core;
using Baton.Health.Manifests;
using Baton.Health.Monitors;
using Microsoft.AspNetCore.Http;

namespace Baton.Control.Endpoints.Health;

/// <summary><c>/</c> and <c>/health…</c>, as clients of the two earlier health monitors know them; which of the two, says the manifest.</summary>
internal static class SeedHealth
{
    private const string Version = "0.1.0";

    public static Task GetRootAsync(ControlRequest request)
    {
        // Browsers say that they take pages; programs take anything.
        if (request.Context.Request.Headers.Accept.Any(value => value?.Contains("text/html", StringComparison.OrdinalIgnoreCase) == true)) return PageEndpoints.GetRootAsync(request);
        request.Context.Response.Headers.Append("Vary", "Accept");
        return IsMain(request)
            ? Answer.WriteAsync(request.Context, new MainRoot("Extrophi Orchestrator API Gateway", Version, [.. ViewsOf(request).Select(view => view.Definition.Name)], "/docs"), HealthJson.Default.MainRoot)
            : Answer.WriteAsync(request.Context, new SeedRoot("Orchestrator", Version, "running", new SeedEndpoints("/health", "/health/status")), HealthJson.Default.SeedRoot);
    }

    public static async Task GetHealthAsync(ControlRequest request)
    {
        var isStalled = request.Sources.Monitors is { IsStalled: true };
        if (isStalled) request.Context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        if (IsMain(request)) await Answer.WriteAsync(request.Context, MainHealthRecords.AliveOf(ViewsOf(request), isStalled), MainAliveJson.Default.MainAlive);
        else await Answer.WriteAsync(request.Context, new SeedAlive(isStalled ? "stalled" : "ok", "orchestrator"), HealthJson.Default.SeedAlive);
    }

    public static Task GetStatusAsync(ControlRequest request) => IsMain(request)
        ? Answer.WriteAsync(request.Context, MainHealthRecords.StatusOf(ViewsOf(request), request.Sources.Monitors is { IsStalled: true }, request.Sources.Time), HealthJson.Default.MainStatus)
        : Answer.WriteAsync(request.Context, SeedHealthRecords.Of(ViewsOf(request), request.Sources.Time), HealthJson.Default.SeedStatus);

    public static async Task TriggerAsync(ControlRequest request)
    {
        await AskAllAsync(request);
        await GetStatusAsync(request);
    }

    public static Task GetOneAsync(ControlRequest request)
    {
        if (!IsMain(request)) throw new ProblemException(Contracts.ErrorCodes.NotFound, 404, "there is no such address");
        if (request.Sources.Monitors?.Find(request.Name) is { } view) return Answer.WriteAsync(request.Context, MainHealthRecords.Of(view, request.Sources.Time), HealthJson.Default.MainMonitor);
        // What a stranger sent is not repeated unless it could be a name.
        var shown = Names.IsValid(request.Name) ? $"'{request.Name}' " : "";
        throw new BatonException(ErrorCode.NotFound, $"Service {shown}not found. Available services: [{string.Join(", ", ViewsOf(request).Select(one => $"'{one.Definition.Name}'"))}]");
    }

    /// <summary>Over the limit nobody is asked: what is known is fresh enough.</summary>
    private static async Task AskAllAsync(ControlRequest request)
    {
        if (request.Sources.Monitors is { } monitors && request.Sources.Triggers.TryTake()) await monitors.TriggerAsync(null, request.Gone);
    }

    private static bool IsMain(ControlRequest request) => request.Sources.Health().Dialect == HealthDialect.Main;

    private static IReadOnlyList<MonitorView> ViewsOf(ControlRequest request) => request.Sources.Monitors?.Views ?? [];
}
