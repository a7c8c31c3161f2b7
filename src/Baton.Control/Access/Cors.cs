using Baton.Control.Routing;
using Microsoft.AspNetCore.Http;

namespace Baton.Control.Access;

/// <summary>
/// Lets pages of other sites use the API, each named in the manifest. They send a token of their own: cookies and other things that browsers add
/// by themselves are never asked for.
/// </summary>
internal static class Cors
{
    private const string Methods = "GET, HEAD, POST, PUT, PATCH, DELETE";
    private const string Headers = "Authorization, X-API-Key, Content-Type, Accept, Last-Event-ID, Cache-Control";

    /// <summary>Tells the page's browser that it may read the answer, whatever that becomes.</summary>
    public static void Allow(HttpContext context, string origin) => context.Response.OnStarting(
        static state =>
        {
            var (context, origin) = ((HttpContext, string))state;
            var headers = context.Response.Headers;
            headers.AccessControlAllowOrigin = origin;
            headers.AccessControlExposeHeaders = "X-Request-Id, Link, Retry-After, WWW-Authenticate";
            // What the answer depends on besides, as its packing, stays said.
            headers.Append("Vary", "Origin");
            return Task.CompletedTask;
        },
        (context, origin));

    /// <summary>Answers a browser that asks whether the page may ask; false when this is no such question.</summary>
    public static bool AnswerPreflight(HttpContext context, Peer peer)
    {
        if (peer.CorsOrigin is null || context.Request.Method != "OPTIONS" || context.Request.Headers.AccessControlRequestMethod.Count == 0) return false;
        var response = context.Response;
        // Clients of the health monitors' paths know 200.
        response.StatusCode = SeedHealthRoutes.Covers(context.Request.Path.Value ?? "") ? StatusCodes.Status200OK : StatusCodes.Status204NoContent;
        response.Headers.AccessControlAllowMethods = Methods;
        response.Headers.AccessControlAllowHeaders = Headers;
        response.Headers.AccessControlMaxAge = "600";
        return true;
    }
}
