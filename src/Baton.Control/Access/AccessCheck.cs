using Baton.Core;
using Microsoft.AspNetCore.Http;

namespace Baton.Control.Access;

/// <summary>Whether a request may be answered at all.</summary>
internal static class AccessCheck
{
    /// <summary>Who asks.</summary>
    /// <exception cref="BatonException">It may not (<see cref="ErrorCode.Forbidden"/>).</exception>
    public static Peer Check(HttpContext context)
    {
        var peer = context.Features.Get<Peer>() ?? throw Forbidden("nothing is known of where this request comes from");
        if (peer.IsLocalUser) return peer;
        var headers = context.Request.Headers;
        var port = context.Connection.LocalPort;
        if (headers.Host.Count != 1 || !Loopback.IsOwnHost(headers.Host[0], port))
            throw Forbidden($"the Host header must be localhost or a loopback address with port {port}");
        if (headers.Origin.Count > 1 || !Loopback.IsOwnOrigin(headers.Origin.Count == 0 ? null : headers.Origin[0], port))
            throw Forbidden("pages of other sites may not use this address");
        return peer;
    }

    /// <summary>Refuses who is not allowed what a route needs.</summary>
    /// <exception cref="BatonException">It is not (<see cref="ErrorCode.Forbidden"/>).</exception>
    public static void Demand(Peer peer, Need need)
    {
        if (need == Need.LocalUser && !peer.IsLocalUser) throw Forbidden("this is answered on the daemon's Unix socket only");
    }

    private static BatonException Forbidden(string reason) => new(ErrorCode.Forbidden, reason);
}
