using Baton.Contracts;
using Baton.Control.Causes;
using Baton.Control.Mapping;
using Baton.Control.Routing;

namespace Baton.Control.Endpoints;

/// <summary><c>/api/v1/services/{name}/why</c>: what led to the present state of a service.</summary>
internal static class ServiceCauses
{
    private const int MostStories = 50;

    public static Task GetAsync(ControlRequest request)
    {
        var query = new QueryReader(request.Context.Request, "last");
        var stories = (int)(query.Number("last", 1, MostStories) ?? 1);
        var sources = request.Sources;
        var service = sources.Supervisor.Find(request.Name) ?? throw ServiceEndpoints.NotFound(request);
        var readings = new Readings(Readings.MostOfOne, request.Gone);
        var trail = CauseTrail.Follow(sources.Notices, sources.Journal, $"service/{service.Name}", own => Story.IsEnough(own, service.IsLive, stories), readings);
        return Answer.WriteAsync(request.Context, Telling.Of(service, trail, sources.Supervisor.Find), WireJson.Default.WhyRecord);
    }
}
