using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Baton.Control.Access;

/// <summary>
/// What a browser keeps after a login: until when it holds, signed with the token. It is not the token, since browsers send cookies to every port of a
/// host. It goes on over restarts of the daemon, and ends with its token.
/// </summary>
internal static class SessionCookie
{
    /// <summary>Name of the cookie: with the port that the browser asks, since browsers do not tell ports of a host apart, and another Baton may be at another one.</summary>
    public static string NameFor(HttpRequest request) => string.Create(CultureInfo.InvariantCulture, $"{Prefix}{request.Host.Port ?? 80}");

    /// <summary>What the names of all of them begin with.</summary>
    public const string Prefix = "baton_token_";

    /// <summary>How long a login holds.</summary>
    public static readonly TimeSpan Age = TimeSpan.FromDays(30);

    /// <summary>What a browser sends; null where it sends none.</summary>
    public static string? SentWith(HttpRequest request) =>
        request.Headers.Cookie.Count > 0 && request.Cookies[NameFor(request)] is { Length: > 0 } session ? session : null;

    /// <summary>A name for a session that cannot be used in its place.</summary>
    public static string IdOf(string session) => Convert.ToHexStringLower(AccessToken.HashOf(session));

    /// <summary>A new session of a token.</summary>
    public static string Of(AccessToken token, DateTimeOffset now)
    {
        var until = (now + Age).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        return $"{until}.{Convert.ToHexStringLower(Signature(token, until))}";
    }

    /// <summary>Whether a session is of this token and not over.</summary>
    public static bool IsOf(string session, AccessToken token, DateTimeOffset now)
    {
        var dot = session.IndexOf('.', StringComparison.Ordinal);
        if (dot is < 1 or > 12 || session.Length != dot + 1 + 2 * SHA256.HashSizeInBytes) return false;
        var isSigned = CryptographicOperations.FixedTimeEquals(
            Encoding.ASCII.GetBytes(session[(dot + 1)..]), Encoding.ASCII.GetBytes(Convert.ToHexStringLower(Signature(token, session[..dot]))));
        return isSigned && long.TryParse(session.AsSpan(0, dot), NumberStyles.None, CultureInfo.InvariantCulture, out var until) && now.ToUnixTimeSeconds() < until;
    }

    private static byte[] Signature(AccessToken token, string until) => HMACSHA256.HashData(token.Hash, Encoding.UTF8.GetBytes($"baton session until {until}"));
}
