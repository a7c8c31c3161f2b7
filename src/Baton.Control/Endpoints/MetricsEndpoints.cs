using Baton.Control.Metrics;
using Baton.Control.Routing;

namespace Baton.Control.Endpoints;

/// <summary><c>/metrics</c>: figures in the text format of Prometheus.</summary>
internal static class MetricsEndpoints
{
    private const string Type = "text/plain; version=0.0.4; charset=utf-8";

    public static async Task GetAsync(ControlRequest request)
    {
        _ = new QueryReader(request.Context.Request);
        var response = request.Context.Response;
        response.ContentType = Type;
        response.Headers["X-Request-Id"] = request.Context.TraceIdentifier;
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers.CacheControl = "no-store";
        // What it shows is of the look before; the next one finds these.
        request.Sources.Supervisor.GlanceAtFigures();
        using var to = new MetricsWriter(response.Body);
        new OwnMetrics(request.Options.System(), request.Options.Notify, request.Sources).Write(to);
        request.Sources.Http.Write(to);
        request.Sources.Forwarded.Write(to);
        await new ServiceMetrics(request.Sources).WriteAsync(to, request.Gone);
        await new MonitorMetrics(request.Sources).WriteAsync(to, request.Gone);
        await to.FlushAsync(request.Gone);
    }
}
