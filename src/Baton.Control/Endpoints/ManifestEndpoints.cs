using System.Globalization;
using Baton.Contracts;
using Baton.Control.Mapping;
using Baton.Control.Problems;
using Baton.Control.Routing;
using Baton.Core;

namespace Baton.Control.Endpoints;

/// <summary><c>/api/v1/manifest</c>: what is in force, what a reload would do, and the reload.</summary>
internal static class ManifestEndpoints
{
    private const double DefaultTimeoutSeconds = 300;

    public static Task GetAsync(ControlRequest request)
    {
        _ = new QueryReader(request.Context.Request);
        return Answer.WriteAsync(request.Context, Of(request).Describe(), WireJson.Default.ManifestRecord);
    }

    public static async Task PlanAsync(ControlRequest request)
    {
        _ = new QueryReader(request.Context.Request);
        var wanted = await BodyReader.ReadAsync(request.Context, WireJson.Default.PlanRequest, new PlanRequest());
        CheckPath(request, wanted.Config);
        await Answer.WriteAsync(request.Context, await Of(request).PlanAsync(wanted.Config), WireJson.Default.PlanRecord);
    }

    public static async Task ReloadAsync(ControlRequest request)
    {
        _ = new QueryReader(request.Context.Request);
        var wanted = await BodyReader.ReadAsync(request.Context, WireJson.Default.ReloadRequest, new ReloadRequest());
        CheckPath(request, wanted.Config);
        ServiceActs.Check(null, wanted.TimeoutSeconds);
        var limit = TimeSpan.FromSeconds(wanted.TimeoutSeconds ?? DefaultTimeoutSeconds);
        using var timer = new CancellationTokenSource(limit, request.Sources.Time);
        using var stopWaiting = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, request.Gone);
        ReloadRecord record;
        try
        {
            record = await Of(request).ReloadAsync(wanted, request.Cause, stopWaiting.Token);
        }
        catch (OperationCanceledException) when (timer.IsCancellationRequested && !request.Gone.IsCancellationRequested)
        {
            throw new BatonException(ErrorCode.Timeout, string.Create(CultureInfo.InvariantCulture, $"the reload was not done after {limit.TotalSeconds:0.###} s; it goes on"));
        }

        await Answer.WriteAsync(request.Context, record, WireJson.Default.ReloadRecord);
    }

    private static IManifests Of(ControlRequest request) => request.Options.Manifests ?? throw new BatonException(ErrorCode.NotFound, "this daemon has no manifest");

    private static void CheckPath(ControlRequest request, string? config)
    {
        // It names programs that are to be executed as the daemon's user, and anybody on this machine may write such a file.
        if (config is not null && !request.Peer.IsLocalUser)
            throw new BatonException(ErrorCode.Forbidden, "another manifest is taken through the daemon's Unix socket only; on TCP it is the one in force that is read again");
        if (config is not null && (!Path.IsPathFullyQualified(config) || config.Contains('\0', StringComparison.Ordinal))) throw ProblemException.Invalid("\"config\" must be an absolute path");
    }
}
