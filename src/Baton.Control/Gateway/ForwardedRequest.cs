using Baton.Control.Routing;
using Baton.Health.Routes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;

namespace Baton.Control.Gateway;

/// <summary>The request as it is sent on.</summary>
internal static class ForwardedRequest
{
    /// <summary>Refuses what cannot be sent on, and takes away the limits of Baton's own API.</summary>
    /// <exception cref="Problems.ProblemException">It cannot: 413, 501 or 508.</exception>
    public static void Check(HttpContext context, GatewayRoute route, string pseudonym)
    {
        var headers = context.Request.Headers;
        if (headers.Upgrade.Count > 0) throw GatewayProblems.Refused(route, 501, "connections are not upgraded, so WebSockets do not work through routes");
        if (headers.Via.Any(via => via?.Contains(pseudonym, StringComparison.Ordinal) == true)) throw GatewayProblems.Refused(route, 508, "it leads back to this address; its url must be that of another program");
        if (context.Request.ContentLength > route.MaxBody) throw GatewayProblems.Refused(route, 413, $"the body is larger than {route.MaxBody} bytes; max_body of the route says how large it may be");
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size) size.MaxRequestBodySize = route.MaxBody;
        // How slow a body may be says the route.
        if (context.Features.Get<IHttpMinRequestBodyDataRateFeature>() is { } rate) rate.MinDataRate = null;
    }

    /// <summary>Asked twice it does the same as asked once, and nothing of it is used up by asking.</summary>
    public static bool MayRepeat(HttpContext context) => !HasBody(context) && IsIdempotent(context.Request.Method);

    /// <summary>The message.</summary>
    public static HttpRequestMessage Create(ControlRequest request, GatewayRoute route, Uri address, ForwardWatch watch, string pseudonym)
    {
        var context = request.Context;
        var message = new HttpRequestMessage(new HttpMethod(context.Request.Method), address)
        {
            Version = System.Net.HttpVersion.Version11,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            // Content also where there is none: the client must not take upon itself to send such a request twice.
            Content = HasBody(context) ? new ForwardedBody(context.Request.Body, context.Request.ContentLength, route, watch)
                : IsIdempotent(context.Request.Method) && context.Request.ContentLength is null ? null : new ByteArrayContent([]),
        };
        RequestHeaders.Copy(context, request.Peer, route, request.Options.Access().Tokens, message);
        var via = context.Request.Headers.Via.ToString();
        message.Headers.TryAddWithoutValidation("Via", via.Length == 0 ? $"1.1 {pseudonym}" : $"{via}, 1.1 {pseudonym}");
        return message;
    }

    public static bool HasBody(HttpContext context) => context.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody == true;

    private static bool IsIdempotent(string method) => method is "GET" or "HEAD" or "OPTIONS" or "TRACE" or "PUT" or "DELETE";
}
