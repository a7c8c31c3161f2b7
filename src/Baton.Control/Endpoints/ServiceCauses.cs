using Baton.Contracts;
using Baton.Control.Causes;
using Baton.Control.Mapping;
using Baton.Control.Routing;
using Baton.Journal.Reading;

namespace Baton.Control.Endpoints;

/// <summary><c>/api/v1/services/{name}/why</c>: what led to the present state of a service.</summary>
internal static class ServiceCauses
{
    private const int MostStories = 50;

    public static async Task GetAsync(ControlRequest request)
    {
        var query = new QueryReader(request.Context.Request, "last");
        var stories = (int)(query.Number("last", 1, MostStories) ?? 1);
        var sources = request.Sources;
        var service = sources.Supervisor.Find(request.Name) ?? throw ServiceEndpoints.NotFound(request);
        var readings = new Readings(Readings.MostOfOne, request.Gone);
        CauseTrail Follow(JournalReader? journal) =>
            CauseTrail.Follow(sources.Notices, journal, $"service/{service.Name}", own => Story.IsEnough(own, service.IsLive, stories), readings);
        // Mostly the newest facts, which are in memory, tell it all.
        var trail = Follow(journal: null);
        if (!trail.IsWhole && sources.Journal is { } journal) trail = await request.Turns.AskAsync(() => Follow(journal), request.Gone);
        var why = Telling.Of(service, trail, sources.Supervisor.Find);
        await Answer.WriteAsync(request.Context, readings.AreUsedUp && !trail.IsWhole ? why with { Cut = true } : why, WireJson.Default.WhyRecord);
    }
}
