using System.Globalization;
using System.Net;

namespace Baton.Control.Access;

/// <summary>
/// Keeps pages of other sites away from the TCP address: a browser sends them here with the name of their own site as <c>Host</c> (a name
/// that was made to lead to 127.0.0.1) or as <c>Origin</c>.
/// </summary>
internal static class Loopback
{
    /// <summary>
    /// True when <paramref name="host"/> (value of <c>Host</c>) is localhost or a loopback address with <paramref name="port"/>.
    /// </summary>
    public static bool IsOwnHost(string? host, int port)
    {
        if (string.IsNullOrEmpty(host)) return false;
        var (name, portText) = Split(host);
        if (name is null) return false;
        var isPort = portText is null
            ? port == 80
            : int.TryParse(portText, NumberStyles.None, CultureInfo.InvariantCulture, out var given) && given == port;
        return isPort && IsLoopbackName(name);
    }

    /// <summary>True when there is no <paramref name="origin"/>, or it is a page of this very server.</summary>
    public static bool IsOwnOrigin(string? origin, int port)
    {
        const string Scheme = "http://";
        if (origin is null) return true;
        return origin.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) && IsOwnHost(origin[Scheme.Length..], port);
    }

    private static (string? Name, string? Port) Split(string host)
    {
        var afterBracket = host.StartsWith('[') ? host.IndexOf(']', StringComparison.Ordinal) + 1 : 0;
        if (host.StartsWith('[') && afterBracket == 0) return (null, null);
        var colon = host.IndexOf(':', afterBracket);
        if (colon < 0) return afterBracket is 0 || afterBracket == host.Length ? (host, null) : (null, null);
        if (afterBracket > 0 && colon != afterBracket) return (null, null);
        return (host[..colon], host[(colon + 1)..]);
    }

    private static bool IsLoopbackName(string name)
    {
        if (name.Equals("localhost", StringComparison.OrdinalIgnoreCase)) return true;
        if (name.StartsWith('[')) return IPAddress.TryParse(name[1..^1], out var v6) && IPAddress.IsLoopback(v6);
        // Only the plain form of four numbers: what browsers take as one may be read differently here ("127.1", "0x7f.1").
        return name.Split('.') is { Length: 4 } parts && parts[0] == "127"
            && Array.TrueForAll(parts, part => byte.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out _));
    }
}
