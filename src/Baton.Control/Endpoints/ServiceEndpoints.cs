using Baton.Contracts;
using Baton.Control.Mapping;
using Baton.Control.Paging;
using Baton.Control.Routing;
using Baton.Control.Services;
using Baton.Control.Streams;
using Baton.Core;

namespace Baton.Control.Endpoints;

/// <summary><c>/api/v1/services</c>: looking.</summary>
internal static class ServiceEndpoints
{
    public static Task ListAsync(ControlRequest request)
    {
        // A stream has no pages.
        var query = new QueryReader(request.Context.Request, request.WantsStream ? ServiceFilter.Parameters : [.. ServiceFilter.Parameters, "limit", "cursor"]);
        var filter = ServiceFilter.Read(query);
        var services = filter.Of(request.Sources.Supervisor);
        if (request.WantsStream) return ServiceStreaming.RunAsync(request, filter);
        request.Sources.Supervisor.GlanceAtFigures();
        var start = ListCursor.Start(services.Count, i => services[i].Name, query.Text("cursor"));
        var count = Math.Min(query.Limit(), services.Count - start);
        var end = start + count;
        var next = count > 0 && end < services.Count ? ListCursor.After(end - 1, services[end - 1].Name) : null;
        PageLink.Set(request.Context, next);
        return Answer.WriteTaggedAsync(request.Context, request.Lists.Native.Page(services, start, count, next));
    }

    public static Task GetAsync(ControlRequest request)
    {
        _ = new QueryReader(request.Context.Request);
        request.Sources.Supervisor.GlanceAtFigures();
        var view = request.Sources.Supervisor.Find(request.Name) ?? throw NotFound(request);
        return Answer.WriteAsync(request.Context, ServiceRecords.Of(view), WireJson.Default.ServiceRecord);
    }

    /// <summary>What to say of a name that no service has; a name that none can have is not repeated.</summary>
    public static BatonException NotFound(ControlRequest request)
    {
        var supervisor = request.Sources.Supervisor;
        if (supervisor.IsWhole(request.Name))
        {
            var replicas = supervisor.NamesOf([request.Name]);
            var which = replicas.Count == 0 ? "no replica now" : $"replicas; name one of them: {string.Join(", ", replicas.Take(20))}{(replicas.Count > 20 ? ", …" : "")}";
            return new BatonException(ErrorCode.NotFound, $"service \"{request.Name}\" has {which}");
        }

        var shown = Names.IsValid(request.Name) ? $"service \"{request.Name}\" does not exist" : "no service can have this name";
        return new BatonException(ErrorCode.NotFound, $"{shown}; there are: {string.Join(", ", request.Sources.Supervisor.Services.Select(s => s.Name))}");
    }
}
