using System.Globalization;
using Baton.Contracts;
using Baton.Contracts.Health;
using Baton.Control.Mapping;
using Baton.Control.Problems;
using Baton.Control.Routing;
using Baton.Core;
using Baton.Health.Alarms;
using Baton.Health.Monitors;

namespace Baton.Control.Endpoints.Health;

/// <summary><c>/api/v1/silences</c> and the silence of one monitor; each answers with all that are in force then.</summary>
internal static class SilenceEndpoints
{
    public static Task ListAsync(ControlRequest request)
    {
        _ = new QueryReader(request.Context.Request);
        return WriteAsync(request);
    }

    public static async Task BeginAsync(ControlRequest request)
    {
        _ = new QueryReader(request.Context.Request);
        var wanted = await BodyReader.ReadAsync(request.Context, WireJson.Default.SilenceRequest, new SilenceRequest());
        var (fleet, of) = (FleetOf(request), SilenceScopes.Read(request, wanted));
        Check(await fleet.SilenceAsync(of, EndOf(wanted, request.Sources.Time.GetUtcNow()), ReasonOf(wanted), request.Cause.Who, request.Gone), request);
        await WriteAsync(request);
    }

    public static async Task EndAsync(ControlRequest request)
    {
        var of = SilenceScopes.Read(request);
        await BodyReader.SkipAsync(request.Context);
        Check(await FleetOf(request).UnsilenceAsync(of, request.Cause.Who, request.Gone), request);
        await WriteAsync(request);
    }

    private static MonitorFleet FleetOf(ControlRequest request) => request.Sources.Monitors ?? throw new BatonException(ErrorCode.NotFound, "this daemon watches no monitors");

    private static string ReasonOf(SilenceRequest wanted)
    {
        var reason = wanted.Reason ?? "";
        if (reason.Length <= Silence.MaxReason) return reason;
        throw ProblemException.Invalid(string.Create(CultureInfo.InvariantCulture, $"\"reason\" must be at most {Silence.MaxReason} characters long, and is {reason.Length}"));
    }

    private static void Check(SilenceAnswer answer, ControlRequest request)
    {
        if (answer.Outcome == SilenceOutcome.Done) return;
        throw answer.Outcome switch
        {
            SilenceOutcome.NoMonitor => MonitorEndpoints.Unknown(request, answer.Name!),
            SilenceOutcome.NoTag => SilenceScopes.UnknownTag(request, answer.Name!),
            SilenceOutcome.TooMany => ProblemException.Invalid(string.Create(CultureInfo.InvariantCulture,
                $"there may be {Silence.Most} silences at a time, and there would be more; end those that are not needed (GET /api/v1/silences lists them, DELETE /api/v1/monitors/NAME/silence ends one), or silence all monitors by one")),
            _ => new ProblemException(ErrorCodes.Busy, 503, "too much is asked of the monitors at once; try again") { RetryAfterSeconds = 1 },
        };
    }

    private static DateTimeOffset EndOf(SilenceRequest wanted, DateTimeOffset now)
    {
        if (wanted.Seconds is null == wanted.Until is null) throw ProblemException.Invalid("say for how long, as in {\"seconds\": 3600}, or until when, as in {\"until\": \"2026-12-24T22:00:00Z\"}");
        if (wanted.Until is { } until)
            return until > now && until - now <= SilenceRequest.Longest ? until : throw ProblemException.Invalid("\"until\" must be ahead, and at most 366 days");
        return wanted.Seconds is > 0 and var seconds && seconds <= SilenceRequest.Longest.TotalSeconds
            ? now + TimeSpan.FromSeconds(seconds) : throw ProblemException.Invalid("\"seconds\" must be more than 0 and at most 31622400, which are 366 days");
    }

    private static Task WriteAsync(ControlRequest request) => Answer.WriteAsync(request.Context,
        new Page<SilenceRecord>([.. (request.Sources.Monitors?.Silences ?? []).Select(silence => new SilenceRecord(silence.Until, silence.Reason, silence.By) { Monitor = silence.Monitor })]),
        WireJson.Default.PageSilenceRecord);
}
