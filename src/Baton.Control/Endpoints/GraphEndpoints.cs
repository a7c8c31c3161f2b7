using Baton.Contracts;
using Baton.Control.Causes;
using Baton.Control.Mapping;
using Baton.Control.Routing;
using Baton.Core.Notices;

namespace Baton.Control.Endpoints;

/// <summary><c>/api/v1/graph</c>: who depends on whom, and what the last start spent its time on.</summary>
internal static class GraphEndpoints
{
    public static async Task GetAsync(ControlRequest request)
    {
        var query = new QueryReader(request.Context.Request, "service", "chain");
        var names = query.Texts("service");
        var supervisor = request.Sources.Supervisor;
        var services = GraphRecords.Of(supervisor.InForce, names, supervisor.Find);
        var chain = query.Flag("chain") ? await ChainAsync(request, names) : null;
        await Answer.WriteAsync(request.Context, new GraphRecord(services, chain), WireJson.Default.GraphRecord);
    }

    private static Task<IReadOnlyList<ChainLink>?> ChainAsync(ControlRequest request, IReadOnlyList<string> names) =>
        request.Sources.Journal is null ? Task.FromResult(ChainOf(request, names)) : request.Turns.AskAsync(() => ChainOf(request, names), request.Gone);

    private static IReadOnlyList<ChainLink>? ChainOf(ControlRequest request, IReadOnlyList<string> names)
    {
        var (sources, readings) = (request.Sources, new Readings(Readings.MostOfChain, request.Gone));
        var wanted = sources.Supervisor.NamesOf(names).ToHashSet();
        return CriticalChain.Of(sources.Supervisor.Services.Where(service => wanted.Contains(service.Name)), sources.Supervisor.Find, name => StartOf(sources, name, readings));
    }

    private static (Notice? Starting, Notice? Cause) StartOf(ControlSources sources, string service, Readings readings)
    {
        var trail = CauseTrail.Follow(sources.Notices, sources.Journal, $"service/{service}", own => own[^1].What == "starting", readings);
        var starting = trail.Own.FirstOrDefault(notice => notice.What == "starting");
        return (starting, starting?.Cause is { } seq ? trail.Others.GetValueOrDefault(seq) : null);
    }
}
