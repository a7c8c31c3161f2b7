using System.Globalization;
using Baton.Contracts;
using Baton.Contracts.Health;
using Baton.Control.Mapping;
using Baton.Control.Problems;
using Baton.Control.Routing;
using Baton.Core;
using Baton.Health.History;
using Baton.Probes;

namespace Baton.Control.Endpoints.Health;

/// <summary><c>/api/v1/push/{name}</c>: a monitor that nobody asks reports by itself. Whoever knows its token may.</summary>
internal static class PushEndpoints
{
    private static readonly double MostMilliseconds = TimeSpan.FromHours(1).TotalMilliseconds;

    public static async Task PushAsync(ControlRequest request)
    {
        var query = new QueryReader(request.Context.Request, "status", "msg", "ping");
        var (status, text, ping) = (query.Text("status"), query.Text("msg"), PingOf(query.Text("ping")));
        CheckStatus(status);
        var body = await BodyReader.ReadAsync(request.Context, WireJson.Default.PushRequest, new PushRequest());
        CheckStatus(body.Status);
        if (body.Ping is { } told) CheckPing(told);
        var result = ResultOf(status ?? body.Status ?? "up", text ?? body.Msg, ping ?? body.Ping ?? 0);
        foreach (var name in NamesOf(request)) await TellAsync(request, name, result);
        await Answer.WriteAsync(request.Context, new PushRecord(true), WireJson.Default.PushRecord);
    }

    private static IReadOnlyList<string> NamesOf(ControlRequest request)
    {
        var tokens = request.Sources.PushTokens;
        var names = tokens.Find(request.Sources.Health(), request.Name);
        if (names.Count == 0 && tokens.MayTry()) throw new BatonException(ErrorCode.NotFound, "no monitor has this token");
        if (names.Count == 0 || !names.All(tokens.MayReport)) throw new ProblemException(ErrorCodes.Busy, 429, "too many reports; send one in each interval of the monitor") { RetryAfterSeconds = 1 };
        return names;
    }

    private static async Task TellAsync(ControlRequest request, string name, ProbeResult result)
    {
        if (request.Sources.Monitors is not { } monitors || !await monitors.PushAsync(name, result, request.Gone))
            throw new ProblemException(ErrorCodes.Busy, 503, "the report cannot be taken now; try again") { RetryAfterSeconds = 1 };
    }

    private static ProbeResult ResultOf(string status, string? text, double ping)
    {
        var kept = Shortened.To(text ?? "", SingleResult.MaxText).ToString();
        return new ProbeResult(status == "up", TimeSpan.FromMilliseconds(ping), kept.Length > 0 ? kept : status == "up" ? "reported up" : "reported down");
    }

    private static double? PingOf(string? text)
    {
        if (text is null) return null;
        if (!double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var ping)) throw WrongPing();
        CheckPing(ping);
        return ping;
    }

    private static void CheckPing(double ping)
    {
        if (!(ping >= 0 && ping <= MostMilliseconds)) throw WrongPing();
    }

    private static BatonException WrongPing() => ProblemException.Invalid("\"ping\" must be a number of milliseconds from 0 to 3600000");

    private static void CheckStatus(string? status)
    {
        if (status is not (null or "up" or "down")) throw ProblemException.Invalid("\"status\" must be up or down");
    }
}
