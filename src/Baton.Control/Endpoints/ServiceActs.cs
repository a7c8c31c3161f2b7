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
        var change = await WithinAsync(request, wanted.TimeoutSeconds, ct => perform(request.Sources.Supervisor, wanted, ct),
            seconds => $"the {act} was not done after {seconds} s; it goes on");
        if (act != "stop") ThrowIfNotSpawned(change);
        await Answer.WriteAsync(request.Context, ServiceRecords.Of(change), WireJson.Default.ServicesResult);
    }

    /// <summary>Awaits something as long as the request allows; then says <paramref name="notDone"/> of the seconds waited.</summary>
    public static async Task<ServicesChange> WithinAsync(
        ControlRequest request, double? timeoutSeconds, Func<CancellationToken, Task<ServicesChange>> perform, Func<string, string> notDone)
    {
        var limit = TimeSpan.FromSeconds(timeoutSeconds ?? DefaultTimeoutSeconds);
        using var timer = new CancellationTokenSource(limit, request.Sources.Time);
        using var stopWaiting = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, request.Gone);
        try
        {
            return await perform(stopWaiting.Token);
        }
        catch (OperationCanceledException) when (timer.IsCancellationRequested && !request.Gone.IsCancellationRequested)
        {
            throw new BatonException(ErrorCode.Timeout, notDone(limit.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture)));
        }
    }

    /// <summary>Refuses what no request of this kind may say.</summary>
    public static void Check(IReadOnlyList<string>? names, double? timeoutSeconds)
    {
        if (timeoutSeconds is { } seconds && !(seconds is > 0 and <= MaxTimeoutSeconds))
            throw ProblemException.Invalid($"\"timeout_seconds\" must be more than 0 and at most {MaxTimeoutSeconds}");
        if (names is not null && names.Any(name => !Names.IsValid(name)))
            throw ProblemException.Invalid($"a name in \"names\" is not one: {Names.Rule}");
    }

    private static ServicesRequest Check(ControlRequest request, string act, ServicesRequest wanted)
    {
        Check(request.Name.Length > 0 ? null : wanted.Names, wanted.TimeoutSeconds);
        if (wanted.Only && act != "stop") throw ProblemException.Invalid("\"only\" goes with stop alone: nothing else touches what depends on a service");
        return wanted with { Names = NamesOf(request, wanted.Names) };
    }

    /// <summary>The names a request is about: that of its path, which is a service (or all its replicas) and no group, or those of its body.</summary>
    public static IReadOnlyList<string>? NamesOf(ControlRequest request, IReadOnlyList<string>? inBody)
    {
        if (request.Name.Length == 0) return inBody;
        if (inBody is not null) throw ProblemException.Invalid("\"names\" does not go with a service in the path");
        var supervisor = request.Sources.Supervisor;
        return supervisor.Find(request.Name) is null && !supervisor.IsWhole(request.Name) ? throw ServiceEndpoints.NotFound(request) : [request.Name];
    }

    /// <summary>A program that could not be started is a failure of the request, told with its reason.</summary>
    public static void ThrowIfNotSpawned(ServicesChange change)
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
