using Microsoft.Extensions.Primitives;

namespace Baton.Control.Gateway;

/// <summary>Headers that speak of one connection and not of what goes through it (RFC 9110, 7.6.1): they end here, in both directions.</summary>
internal static class HopHeaders
{
    private static readonly HashSet<string> Known = new(
        ["Connection", "Keep-Alive", "TE", "Trailer", "Transfer-Encoding", "Upgrade", "HTTP2-Settings", "Alt-Svc"], StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether a header ends here.</summary>
    /// <param name="name">The header.</param>
    /// <param name="named">What the header <c>Connection</c> names, by <see cref="NamedBy"/>.</param>
    public static bool Contains(string name, IReadOnlyCollection<string> named) =>
        Known.Contains(name) || name.StartsWith("Proxy-", StringComparison.OrdinalIgnoreCase) || named.Contains(name, StringComparer.OrdinalIgnoreCase);

    /// <summary>The headers that <c>Connection</c> names.</summary>
    public static IReadOnlyCollection<string> NamedBy(StringValues connection)
    {
        if (connection.Count == 0) return [];
        return connection.ToString().Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
    }
}
