using Baton.Contracts.Health;
using Baton.Control.Access;
using Baton.Control.Mapping;
using Baton.Control.Pages;
using Baton.Control.Problems;
using Baton.Control.Routing;
using Baton.Core;
using Baton.Health.Manifests;
using Baton.Health.Monitors;
using Microsoft.AspNetCore.Http;

namespace Baton.Control.Endpoints.Health;

/// <summary>
/// <c>/</c> and <c>/health…</c>, as clients of the two earlier health monitors know them; which of the two, says the manifest. <c>/healthz</c> is the earlier
/// task orchestrator's.
/// </summary>
internal static class SeedHealth
{
    private const string Version = "0.1.0";
    private static readonly byte[] Answering = [.. """{"ok":true}"""u8];

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
        // Anybody may ask whether all is well; what endpoints answer, and where they are, is for who may look.
        var mayLook = request.Peer.IsLocalUser || request.Peer.Role != Role.None;
        if (IsMain(request)) await Answer.WriteAsync(request.Context, MainHealthRecords.AliveOf(ViewsOf(request), isStalled, mayLook), MainAliveJson.Default.MainAlive);
        else await Answer.WriteAsync(request.Context, new SeedAlive(isStalled ? "stalled" : "ok", "orchestrator"), HealthJson.Default.SeedAlive);
    }

    /// <summary>That the API answers, and nothing else: whoever asks may do so as often as he likes.</summary>
    public static Task GetAnsweringAsync(ControlRequest request) => Answer.WriteAsync(request.Context, Answering);

    public static Task GetStatusAsync(ControlRequest request) => WriteStatusAsync(request, TriggerOutcome.Done);

    public static async Task TriggerAsync(ControlRequest request)
    {
        await BodyReader.SkipAsync(request.Context);
        await WriteStatusAsync(request, request.Sources.Monitors is { } fleet ? await request.Sources.Triggers.AskAsync(fleet, null, request.Gone) : TriggerOutcome.Done);
    }

    /// <summary>Where the interface is described, at the addresses that such monitors have for it.</summary>
    public static Task LeadToDescriptionAsync(ControlRequest request)
    {
        request.Context.Response.Redirect("/openapi/v1.json", permanent: false, preserveMethod: true);
        return Task.CompletedTask;
    }

    public static Task GetOneAsync(ControlRequest request)
    {
        if (!IsMain(request)) throw new ProblemException(Contracts.ErrorCodes.NotFound, 404, "there is no such address");
        if (request.Sources.Monitors?.Find(request.Name) is { } view) return Answer.WriteAsync(request.Context, MainHealthRecords.Of(view, request.Sources.Time), HealthJson.Default.MainMonitor);
        // What a stranger sent is not repeated unless it could be a name.
        var shown = Names.IsValid(request.Name) ? $"'{request.Name}' " : "";
        throw new BatonException(ErrorCode.NotFound, $"Service {shown}not found. Available services: [{string.Join(", ", ViewsOf(request).Select(one => $"'{one.Definition.Name}'"))}]");
    }

    private static Task WriteStatusAsync(ControlRequest request, TriggerOutcome outcome)
    {
        var views = ViewsOf(request);
        var unfinished = Triggers.UnfinishedOf(outcome, views);
        return IsMain(request)
            ? Answer.WriteAsync(request.Context, MainHealthRecords.StatusOf(views, request.Sources.Monitors is { IsStalled: true }, request.Sources.Time) with { Unfinished = unfinished }, HealthJson.Default.MainStatus)
            : Answer.WriteAsync(request.Context, SeedHealthRecords.Of(views, request.Sources.Time) with { Unfinished = unfinished }, HealthJson.Default.SeedStatus);
    }

    private static bool IsMain(ControlRequest request) => request.Sources.Health().Dialect == HealthDialect.Main;

    private static IReadOnlyList<MonitorView> ViewsOf(ControlRequest request) => request.Sources.Monitors?.Views ?? [];
}
