using System.Globalization;
using Baton.Contracts;
using Baton.Control.Mapping;
using Baton.Control.Problems;
using Baton.Control.Routing;
using Baton.Core;

namespace Baton.Control.Endpoints;

/// <summary><c>POST /api/v1/services/scale</c>: other numbers of replicas.</summary>
internal static class ServiceScaling
{
    private const double DefaultTimeoutSeconds = 300;

    public static async Task ScaleAsync(ControlRequest request)
    {
        _ = new QueryReader(request.Context.Request);
        var wanted = await BodyReader.ReadAsync(request.Context, WireJson.Default.ScaleRequest, new ScaleRequest());
        ServiceActs.Check(null, wanted.TimeoutSeconds);
        if (wanted.Replicas is not { Count: > 0 }) throw ProblemException.Invalid("say how many there are to be in \"replicas\", as in {\"replicas\":{\"web\":3}}");
        var manifests = request.Options.Manifests ?? throw new BatonException(ErrorCode.NotFound, "this daemon has no manifest");
        var limit = TimeSpan.FromSeconds(wanted.TimeoutSeconds ?? DefaultTimeoutSeconds);
        using var timer = new CancellationTokenSource(limit, request.Sources.Time);
        using var stopWaiting = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, request.Gone);
        ReloadRecord record;
        try
        {
            record = await manifests.ScaleAsync(wanted, request.Cause, stopWaiting.Token);
        }
        catch (OperationCanceledException) when (timer.IsCancellationRequested && !request.Gone.IsCancellationRequested)
        {
            throw new BatonException(ErrorCode.Timeout, string.Create(CultureInfo.InvariantCulture, $"the scale was not done after {limit.TotalSeconds:0.###} s; it goes on"));
        }

        await Answer.WriteAsync(request.Context, record, WireJson.Default.ReloadRecord);
    }
}
