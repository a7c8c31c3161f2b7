using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Baton.Control.Access;

/// <summary>
/// What a browser keeps after a login: until when it holds and something random, signed with the token. It is not the token, since browsers send cookies to every port of a
/// host. It goes on over restarts of the daemon, and ends with its token.
/// </summary>
internal static class SessionCookie
{
    /// <summary>Name of the cookie: with the port that the browser asks, since browsers do not tell ports of a host apart, and another Baton may be at another one.</summary>
    public static string NameFor(HttpRequest request) => string.Create(CultureInfo.InvariantCulture, $"{Prefix}{request.Host.Port ?? 80}");

    /// <summary>What the names of all of them begin with.</summary>
    public const string Prefix = "baton_token_";

    /// <summary>How many random bytes a session holds.</summary>
    public const int RandomBytes = 16;

    /// <summary>How long a login holds.</summary>
    public static readonly TimeSpan Age = TimeSpan.FromDays(30);

    /// <summary>What a browser sends; null where it sends none.</summary>
    public static string? SentWith(HttpRequest request) =>
        request.Headers.Cookie.Count > 0 && request.Cookies[NameFor(request)] is { Length: > 0 } session ? session : null;

    /// <summary>A name for a session that cannot be used in its place.</summary>
    public static string IdOf(string session) => Convert.ToHexStringLower(AccessToken.HashOf(session));

    /// <summary>A new session of a token.</summary>
    /// <param name="token">Whose it is.</param>
    /// <param name="now">When it begins.</param>
    /// <param name="random">Sets it apart from others of the same second, so that the end of one is not that of another: <see cref="RandomBytes"/> of any.</param>
    public static string Of(AccessToken token, DateTimeOffset now, ReadOnlySpan<byte> random)
    {
        var until = (now + Age).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var signed = $"{until}.{Convert.ToHexStringLower(random)}";
        return $"{signed}.{Convert.ToHexStringLower(Signature(token, signed))}";
    }

    /// <summary>Whether a session is of this token and not over.</summary>
    public static bool IsOf(string session, AccessToken token, DateTimeOffset now)
    {
        var dot = session.IndexOf('.', StringComparison.Ordinal);
        var signed = dot + 1 + 2 * RandomBytes;
        if (dot is < 1 or > 12 || session.Length != signed + 1 + 2 * SHA256.HashSizeInBytes || session[signed] != '.') return false;
        var isSigned = CryptographicOperations.FixedTimeEquals(
            Encoding.UTF8.GetBytes(session[(signed + 1)..]), Encoding.UTF8.GetBytes(Convert.ToHexStringLower(Signature(token, session[..signed]))));
        return isSigned && long.TryParse(session.AsSpan(0, dot), NumberStyles.None, CultureInfo.InvariantCulture, out var until) && now.ToUnixTimeSeconds() < until;
    }

    private static byte[] Signature(AccessToken token, string signed) => HMACSHA256.HashData(token.Hash, Encoding.UTF8.GetBytes($"baton session until {signed}"));
}
