using System.Globalization;
using Baton.Contracts;
using Baton.Control.Mapping;
using Baton.Control.Problems;
using Baton.Control.Routing;
using Baton.Manifest.Binding;
using Baton.Processes;

namespace Baton.Control.Endpoints;

/// <summary><c>/api/v1/services</c>: kill, which is a signal to one service (in the path) or to several (in the body), and no stop.</summary>
internal static class ServiceSignals
{
    private const int Last = 64;

    public static async Task KillAsync(ControlRequest request)
    {
        _ = new QueryReader(request.Context.Request);
        var wanted = await BodyReader.ReadAsync(request.Context, WireJson.Default.KillRequest, new KillRequest());
        ServiceActs.Check(request.Name.Length > 0 ? null : wanted.Names, timeoutSeconds: null);
        // For the acts no names mean all services; nobody means that here.
        if (ServiceActs.NamesOf(request, wanted.Names) is not { Count: > 0 } names) throw ProblemException.Invalid("name the services to signal in \"names\"");
        var change = await request.Sources.Supervisor.SignalAsync(names, SignalOf(wanted.Signal), request.Cause);
        await Answer.WriteAsync(request.Context, ServiceRecords.Of(change), WireJson.Default.ServicesResult);
    }

    private static int SignalOf(string? text)
    {
        if (text is null) throw ProblemException.Invalid("say which signal to send in \"signal\": a name as \"HUP\" or a number");
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            return number is >= 1 and <= Last ? number : throw ProblemException.Invalid($"a signal is a number from 1 to {Last}");
        if (SignalNames.NumberOf(text) is { } known) return known;
        // What a stranger sent may be long and may hold control characters.
        var shown = new string([.. text.Take(20).Select(c => char.IsControl(c) ? '?' : c)]);
        var upper = text.ToUpperInvariant();
        throw ProblemException.Invalid($"there is no signal \"{shown}\"{NearestWord.Hint(upper.StartsWith("SIG", StringComparison.Ordinal) ? upper : $"SIG{upper}", SignalNames.All)}");
    }
}
