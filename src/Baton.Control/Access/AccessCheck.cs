using System.Net;
using Baton.Contracts;
using Baton.Control.Problems;
using Baton.Control.Routing;
using Baton.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

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
        var (at, port) = (context.Connection.LocalIpAddress, context.Connection.LocalPort);
        var headers = context.Request.Headers;
        if (headers.Host.Count != 1 || !OwnNames.IsHost(headers.Host[0], at, port, rules.Hosts))
            throw Forbidden($"the Host header must be localhost, this machine's address or its name, with port {port}; other names are given in the manifest: hosts in [api]");
        if (headers.Origin.Count > 0) peer = peer with { CorsOrigin = ForeignOrigin(headers.Origin, headers.Host[0]!, at, port, rules) };
        return rules.Tokens.IsEmpty ? peer with { Role = Role.Operate } : Identify(context, peer, rules, now);
    }

    /// <summary>Refuses who is not allowed what a route needs.</summary>
    /// <exception cref="BatonException">It is not (<see cref="ErrorCode.Forbidden"/>).</exception>
    /// <exception cref="ProblemException">It has not said who it is (401), or nobody is known by what it said (403).</exception>
    public static void Demand(Peer peer, Need need)
    {
        if (need == Need.Nothing) return;
        if (peer.Role == Role.None)
        {
            if (peer.HasWrongToken) throw new ProblemException(ErrorCodes.Forbidden, 403, "invalid token; it is none of those that this daemon knows") { SeedWords = "Invalid token" };
            throw new ProblemException(ErrorCodes.Unauthorized, 401, "missing bearer token; send \"Authorization: Bearer TOKEN\" or \"X-API-Key: TOKEN\", or log in at /ui/login")
            {
                Challenge = "Bearer",
                SeedWords = "Missing bearer token",
            };
        }

        if (need == Need.LocalUser && !peer.IsLocalUser) throw Forbidden("this is answered on the daemon's Unix socket only");
        if (need == Need.Operate && peer.Role < Role.Operate) throw Forbidden($"{peer.Who} has the role \"read\"; this needs the role \"operate\"");
    }

    /// <summary>Why somebody who was answered by other rules is answered no longer; null when he still is.</summary>
    /// <param name="peer">Who, as he was found then.</param>
    /// <param name="rules">Whom the API answers now.</param>
    public static string? WhyNoLonger(Peer peer, AccessRules rules)
    {
        if (peer.IsLocalUser) return null;
        if (peer.CorsOrigin is { } origin && !rules.CorsOrigins.Contains(origin, StringComparer.OrdinalIgnoreCase)) return $"pages of {origin} may not use this API any more";
        if (rules.Tokens.IsEmpty) return null;
        if (peer.Token is not { } token) return "a token is needed by now";
        return rules.Tokens.Holds(token) ? null : $"the token \"{token.Name}\" holds no longer";
    }

    /// <summary>
    /// Refuses what a browser sends for a page of another site, which it tells itself, unless that page was found to be one that may. Only to go to a page of
    /// ours, as by a link, and to show a picture that is meant for it, is for everybody.
    /// </summary>
    /// <exception cref="BatonException">It is refused (<see cref="ErrorCode.Forbidden"/>).</exception>
    public static void RefuseOtherSites(HttpRequest request, Peer peer, Route route)
    {
        // With an origin it was judged by that: it is ours, or may.
        if (peer.IsLocalUser || request.Headers.Origin.Count > 0 || !IsOfOtherSite(request)) return;
        var isLink = route is { IsPage: true, Method: "GET" } && request.Headers["Sec-Fetch-Mode"] == "navigate" && request.Headers["Sec-Fetch-Dest"] == "document";
        var isPicture = route is { IsShownElsewhere: true, Method: "GET" } && request.Headers["Sec-Fetch-Dest"] == "image";
        if (!isLink && !isPicture) throw Forbidden("pages of other sites may not use this address, nor show what it answers; they may lead to pages of the dashboard");
    }

    /// <summary>A browser says that a page of another site sends this; one at another port of the same host is another site here.</summary>
    public static bool IsOfOtherSite(HttpRequest request)
    {
        var sites = request.Headers["Sec-Fetch-Site"];
        return sites.Count > 0 && sites is not ["same-origin" or "none"];
    }

    /// <summary>The origin of a page of another site that may; null when the page is ours.</summary>
    private static string? ForeignOrigin(StringValues origin, string asked, IPAddress? at, int port, AccessRules rules)
    {
        if (origin is not [{ } one]) throw Forbidden("a request comes from one page only");
        if (OwnNames.IsOrigin(one, asked, at, port, rules.Hosts)) return null;
        if (rules.CorsOrigins.Contains(one, StringComparer.OrdinalIgnoreCase)) return one;
        throw Forbidden("pages of other sites may not use this address; those that may are named in the manifest: cors_origins in [api]");
    }

    private static Peer Identify(HttpContext context, Peer peer, AccessRules rules, DateTimeOffset now)
    {
        var (token, session, isGiven) = Credentials.Find(context.Request, rules.Tokens, now, isOfOtherSite: peer.CorsOrigin is not null);
        return token is null
            ? peer with { Role = Role.None, HasWrongToken = isGiven }
            : peer with { Role = token.Role, TokenName = token.Name, Token = token, Session = session, Who = $"token \"{token.Name}\" from {peer.Who}" };
    }

    private static BatonException Forbidden(string reason) => new(ErrorCode.Forbidden, reason);
}
