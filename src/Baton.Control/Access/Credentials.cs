using Microsoft.AspNetCore.Http;

namespace Baton.Control.Access;

/// <summary>What a request says to show who sends it.</summary>
internal static class Credentials
{
    private const string Scheme = "Bearer ";

    /// <summary>The token or session of a request.</summary>
    /// <param name="request">The request.</param>
    /// <param name="tokens">All tokens.</param>
    /// <param name="now">The time.</param>
    /// <param name="isOfOtherSite">A page of another site sends it: then the cookie, which browsers send unasked, counts for nothing.</param>
    /// <returns>
    /// The token that it is of; null when there is none, or a wrong one, as <c>IsGiven</c> tells. <c>Session</c> is what names the session that showed it, if one did.
    /// </returns>
    public static (AccessToken? Token, string? Session, bool IsGiven) Find(HttpRequest request, TokenSet tokens, DateTimeOffset now, bool isOfOtherSite)
    {
        // A header wins over the cookie, which browsers send unasked.
        if (Given(request.Headers) is { } given) return (tokens.Find(given), null, true);
        if (isOfOtherSite || SessionCookie.SentWith(request) is not { } session) return (null, null, false);
        // A session that is over or of a token that is gone is as none: its browser is to be asked for a token again.
        return tokens.FindSession(session, now) is { } token ? (token, SessionCookie.IdOf(session), false) : (null, null, false);
    }

    private static string? Given(IHeaderDictionary headers)
    {
        if (headers["X-API-Key"] is { Count: > 0 } key) return key.Count == 1 ? key[0] : "";
        if (headers.Authorization is not { Count: > 0 } all) return null;
        if (all.Count > 1) return "";
        // Another scheme (of a proxy, say) is no token of ours.
        return all[0] is { } value && value.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? value[Scheme.Length..].Trim() : null;
    }
}
