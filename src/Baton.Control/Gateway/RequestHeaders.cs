using Baton.Control.Access;
using Baton.Health.Routes;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Baton.Control.Gateway;

/// <summary>What is said to whoever answers: all that was said here, but for what speaks of this connection, shows who asks, or could be a lie.</summary>
internal static class RequestHeaders
{
    // Of whom a stranger says that he asks for them.
    private static readonly HashSet<string> OfProxies = new(
        ["Forwarded", "X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Host", "X-Forwarded-Port", "X-Forwarded-Prefix", "X-Forwarded-Server", "X-Real-IP"], StringComparer.OrdinalIgnoreCase);

    // Said anew by the client.
    private static readonly HashSet<string> OfClient = new(["Host", "Content-Length", "Expect", "Via"], StringComparer.OrdinalIgnoreCase);

    private static readonly HashSet<string> OfCredentials = new(["Authorization", "X-API-Key", "Cookie"], StringComparer.OrdinalIgnoreCase);

    /// <summary>Copies them.</summary>
    /// <param name="context">The exchange here.</param>
    /// <param name="peer">Who asks.</param>
    /// <param name="route">What is handed on.</param>
    /// <param name="tokens">Baton's own tokens, which never are.</param>
    /// <param name="to">The request there, with its body.</param>
    public static void Copy(HttpContext context, Peer peer, GatewayRoute route, TokenSet tokens, HttpRequestMessage to)
    {
        var named = HopHeaders.NamedBy(context.Request.Headers.Connection);
        foreach (var (name, values) in context.Request.Headers)
        {
            if (HopHeaders.Contains(name, named) || OfClient.Contains(name) || (OfProxies.Contains(name) && !route.TrustsForwarded)) continue;
            if (OfCredentials.Contains(name)) Add(to, name, route.ForwardsCredentials ? OthersOf(name, values, tokens) : default);
            else Add(to, name, values);
        }

        if (context.Request.Headers.Expect.Count > 0) to.Headers.ExpectContinue = true;
        AddOrigin(context, peer, route, to);
    }

    /// <summary>Who asks, as programs behind a proxy are told.</summary>
    private static void AddOrigin(HttpContext context, Peer peer, GatewayRoute route, HttpRequestMessage to)
    {
        var headers = context.Request.Headers;
        // In Forwarded, too, the last one would be whom it believes; what is said there is told on, and no more.
        if (peer.Address is { } address)
        {
            var before = route.TrustsForwarded ? headers["X-Forwarded-For"].ToString() : "";
            to.Headers.Remove("X-Forwarded-For");
            var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
            to.Headers.TryAddWithoutValidation("X-Forwarded-For", before.Length == 0 ? plain.ToString() : $"{before}, {plain}");
        }

        if (!to.Headers.Contains("X-Forwarded-Proto")) to.Headers.TryAddWithoutValidation("X-Forwarded-Proto", "http");
        if (!to.Headers.Contains("X-Forwarded-Host")) to.Headers.TryAddWithoutValidation("X-Forwarded-Host", headers.Host.ToString());
    }

    /// <summary>Credentials without those that are for Baton.</summary>
    private static StringValues OthersOf(string name, StringValues values, TokenSet tokens)
    {
        if (name.Equals("Cookie", StringComparison.OrdinalIgnoreCase))
        {
            var cookies = values.SelectMany(static value => (value ?? "").Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
                .Where(static cookie => !cookie.StartsWith(SessionCookie.Prefix, StringComparison.Ordinal));
            return string.Join("; ", cookies) is { Length: > 0 } others ? others : default(StringValues);
        }

        return values.Where(value => value is not null && tokens.Find(Bare(value)) is null).ToArray();
    }

    private static string Bare(string value) => value.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) ? value["Bearer ".Length..].Trim() : value;

    private static void Add(HttpRequestMessage to, string name, StringValues values)
    {
        if (values.Count > 0 && !to.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values)) to.Content?.Headers.TryAddWithoutValidation(name, (IEnumerable<string?>)values);
    }
}
