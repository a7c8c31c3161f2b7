using Baton.Contracts;
using Baton.Control.Mapping;
using Baton.Control.Routing;

namespace Baton.Control.Endpoints;

/// <summary><c>/api/v1/services/{name}/launch</c>: what a service is run with, its environment too.</summary>
internal static class ServiceLaunches
{
    public static Task GetAsync(ControlRequest request)
    {
        _ = new QueryReader(request.Context.Request);
        var service = request.Sources.Supervisor.InForce.Services.FirstOrDefault(service => service.Name == request.Name) ?? throw ServiceEndpoints.NotFound(request);
        return Answer.WriteAsync(request.Context, LaunchRecords.Of(service), WireJson.Default.LaunchRecord);
    }
}
