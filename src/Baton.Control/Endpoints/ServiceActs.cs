using System.Globalization;
using Baton.Contracts;
using Baton.Control.Mapping;
using Baton.Control.Problems;
using Baton.Control.Routing;
using Baton.Core;
using Baton.Supervision.Services;

namespace Baton.Control.Endpoints;

/// <summary><c>/api/v1/services</c>: start, stop, restart; of one service (in the path) or of several (in the body).</summary>
internal static class ServiceActs
{
    private const double DefaultTimeoutSeconds = 300;
    private const double MaxTimeoutSeconds = 3600;

    public static Task StartAsync(ControlRequest request) => ActAsync(request, "start", (supervisor, wanted, ct) =>
        supervisor.StartAsync(wanted.Names ?? [], request.Cause, ct));

    public static Task StopAsync(ControlRequest request) => ActAsync(request, "stop", (supervisor, wanted, ct) =>
        supervisor.StopAsync(wanted.Names ?? [], wanted.Only, request.Cause, ct));

    public static Task RestartAsync(ControlRequest request) => ActAsync(request, "restart", (supervisor, wanted, ct) =>
        supervisor.RestartAsync(wanted.Names ?? [], request.Cause, ct));

    private static async Task ActAsync(
        ControlRequest request, string act, Func<Supervisor, ServicesRequest, CancellationToken, Task<ServicesChange>> perform)
    {
        _ = new QueryReader(request.Context.Request);
        var wanted = Check(request, act, await BodyReader.ReadAsync(request.Context, WireJson.Default.ServicesRequest, new ServicesRequest()));
        var limit = TimeSpan.FromSeconds(wanted.TimeoutSeconds ?? DefaultTimeoutSeconds);
        using var timer = new CancellationTokenSource(limit, request.Sources.Time);
        using var stopWaiting = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, request.Gone);
        try
        {
            var change = await perform(request.Sources.Supervisor, wanted, stopWaiting.Token);
            if (act != "stop") ThrowIfNotSpawned(change);
            await Answer.WriteAsync(request.Context, ServiceRecords.Of(change), WireJson.Default.ServicesResult);
        }
        catch (OperationCanceledException) when (timer.IsCancellationRequested && !request.Gone.IsCancellationRequested)
        {
            var seconds = limit.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture);
            throw new BatonException(ErrorCode.Timeout, $"the {act} was not done after {seconds} s; it goes on");
        }
    }

    private static ServicesRequest Check(ControlRequest request, string act, ServicesRequest wanted)
    {
        if (wanted.TimeoutSeconds is { } seconds && !(seconds is > 0 and <= MaxTimeoutSeconds))
            throw ProblemException.Invalid($"\"timeout_seconds\" must be more than 0 and at most {MaxTimeoutSeconds}");
        if (wanted.Only && act != "stop") throw ProblemException.Invalid("\"only\" goes with stop alone: nothing else touches what depends on a service");
        if (request.Name.Length > 0)
        {
            if (wanted.Names is not null) throw ProblemException.Invalid("\"names\" does not go with a service in the path");
            return request.Sources.Supervisor.Find(request.Name) is null
                ? throw ServiceEndpoints.NotFound(request)
                : wanted with { Names = [request.Name] };
        }

        if (wanted.Names is { } names && names.Any(name => !Names.IsValid(name)))
            throw ProblemException.Invalid($"a name in \"names\" is not one: {Names.Rule}");
        return wanted;
    }

    /// <summary>A program that could not be started is a failure of the request, told with its reason.</summary>
    private static void ThrowIfNotSpawned(ServicesChange change)
    {
        var failed = change.Services.Where(service => service.SpawnError is not null && !service.IsLive).ToList();
        if (failed.Count == 0) return;
        var (code, status) = ProblemStatus.Of(ErrorCode.SpawnFailed);
        throw new ProblemException(code, status, $"cannot start service \"{failed[0].Name}\": {failed[0].SpawnError}")
        {
            Problems = [.. failed.Select(service => new ProblemItem(service.Name, service.SpawnError!))],
        };
    }
}
