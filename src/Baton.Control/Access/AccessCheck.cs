using Baton.Contracts;
using Baton.Control.Problems;
using Baton.Core;
using Microsoft.AspNetCore.Http;

namespace Baton.Control.Access;

/// <summary>Whether a request may be answered at all.</summary>
internal static class AccessCheck
{
    /// <summary>Who asks.</summary>
    /// <param name="context">The request.</param>
    /// <param name="rules">Whom the API answers.</param>
    /// <param name="now">The time, for sessions.</param>
    /// <exception cref="BatonException">It may not (<see cref="ErrorCode.Forbidden"/>).</exception>
    public static Peer Check(HttpContext context, AccessRules rules, DateTimeOffset now)
    {
        var peer = context.Features.Get<Peer>() ?? throw Forbidden("nothing is known of where this request comes from");
        if (peer.IsLocalUser) return peer;
        var port = context.Connection.LocalPort;
        var headers = context.Request.Headers;
        if (headers.Host.Count != 1 || !Loopback.IsOwnHost(headers.Host[0], port))
            throw Forbidden($"the Host header must be localhost or a loopback address with port {port}");
        if (headers.Origin.Count > 1 || !Loopback.IsOwnOrigin(headers.Origin.Count == 0 ? null : headers.Origin[0], port))
            throw Forbidden("pages of other sites may not use this address");
        return rules.Tokens.IsEmpty ? peer with { Role = Role.Operate } : Identify(context, peer, rules, now);
    }

    /// <summary>Refuses who is not allowed what a route needs.</summary>
    /// <exception cref="BatonException">It is not (<see cref="ErrorCode.Forbidden"/>).</exception>
    /// <exception cref="ProblemException">It has not said who it is (401).</exception>
    public static void Demand(Peer peer, Need need)
    {
        if (need == Need.Nothing) return;
        if (peer.Role == Role.None)
        {
            if (peer.HasWrongToken) throw Forbidden("invalid token; it is none of those that this daemon knows");
            throw new ProblemException(ErrorCodes.Unauthorized, 401, "missing bearer token; send \"Authorization: Bearer TOKEN\" or \"X-API-Key: TOKEN\", or log in at /ui/login") { Challenge = "Bearer" };
        }

        if (need == Need.LocalUser && !peer.IsLocalUser) throw Forbidden("this is answered on the daemon's Unix socket only");
        if (need == Need.Operate && peer.Role < Role.Operate) throw Forbidden($"{peer.Who} has the role \"read\"; this needs the role \"operate\"");
    }

    private static Peer Identify(HttpContext context, Peer peer, AccessRules rules, DateTimeOffset now)
    {
        var (token, isGiven) = Credentials.Find(context.Request, rules.Tokens, now);
        return token is null
            ? peer with { Role = Role.None, HasWrongToken = isGiven }
            : peer with { Role = token.Role, TokenName = token.Name, Who = $"token \"{token.Name}\" from {peer.Who}" };
    }

    private static BatonException Forbidden(string reason) => new(ErrorCode.Forbidden, reason);
}
