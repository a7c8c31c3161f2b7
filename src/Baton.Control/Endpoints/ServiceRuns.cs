using System.Globalization;
using Baton.Contracts;
using Baton.Control.Mapping;
using Baton.Control.Paging;
using Baton.Control.Routing;
using Baton.Control.Runs;

namespace Baton.Control.Endpoints;

/// <summary><c>/api/v1/services/{name}/runs</c>: the runs of a service, as the journal tells them.</summary>
internal static class ServiceRuns
{
    public static async Task GetAsync(ControlRequest request)
    {
        var query = new QueryReader(request.Context.Request, "limit", "cursor");
        var (limit, before) = (query.Limit(), query.Number("cursor", 1, long.MaxValue));
        var service = request.Sources.Supervisor.Find(request.Name) ?? throw ServiceEndpoints.NotFound(request);
        var (runs, older) = await RunHistory.ReadAsync(request.Sources, service, before, limit, request.Turns, request.Gone);
        var next = older?.ToString(CultureInfo.InvariantCulture);
        PageLink.Set(request.Context, next);
        await Answer.WriteAsync(request.Context, new Page<RunRecord>(runs, next), WireJson.Default.PageRunRecord);
    }
}
