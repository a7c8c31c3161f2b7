using Baton.Control.Access;
using Baton.Control.Problems;
using Baton.Control.Routing;
using Baton.Health.Routes;
using Microsoft.AspNetCore.Http;

namespace Baton.Control.Gateway;

/// <summary>Finds what the manifest lets somebody else answer. Nothing is made before there is such a route.</summary>
internal sealed class GatewayRoutes(ControlSources sources) : IDisposable
{
    private readonly Lazy<Forwarder> _forwarder = new(() => new Forwarder(sources));

    /// <summary>The route of a request; null when the answer is Baton's own to give.</summary>
    public Route? Find(HttpContext context)
    {
        var routes = sources.Routes().Routes;
        if (routes.Count == 0 || RawTarget.Of(context) is not { } target) return null;
        foreach (var route in routes)
        {
            if (route.IsExact ? route.Path == target.Path : RoutePath.Covers(route.Path, target.Path)) return RouteOf(route, target, context.Request.Method);
        }

        return null;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_forwarder.IsValueCreated) _forwarder.Value.Dispose();
    }

    private Route RouteOf(GatewayRoute route, RawTarget target, string method) => new(method, route.Path, request => _forwarder.Value.ForwardAsync(request, route, target))
    {
        ForwardsAs = route.Name,
        Needs = route.IsPublic ? Need.Nothing : method is "GET" or "HEAD" or "OPTIONS" ? Need.Read : Need.Operate,
        WriteProblem = route.SeedLabel is null ? ProblemWriter.WriteAsync : SeedHealthProblems.WriteAsync,
    };
}
