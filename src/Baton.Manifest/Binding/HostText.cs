using System.Globalization;
using System.Net;

namespace Baton.Manifest.Binding;

/// <summary>Hosts and origins, as browsers send them.</summary>
public static class HostText
{
    /// <summary>True for a name or address, with or without <c>:PORT</c>; an IPv6 address stands in brackets.</summary>
    public static bool IsHost(string text)
    {
        var (name, port) = Split(text);
        return name is { Length: > 0 and <= 253 } && IsName(name)
            && (port is null || (int.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is > 0 and <= 65_535));
    }

    /// <summary>True for <c>http://HOST</c> or <c>https://HOST</c>, each with or without a port, and nothing after it.</summary>
    public static bool IsOrigin(string text) => WithoutScheme(text) is { } host && IsHost(host);

    /// <summary>The host of an origin, with its port where there is one; null when it is none of http or https.</summary>
    public static string? WithoutScheme(string origin) =>
        origin.StartsWith("http://", StringComparison.OrdinalIgnoreCase) ? origin[7..] :
        origin.StartsWith("https://", StringComparison.OrdinalIgnoreCase) ? origin[8..] : null;

    /// <summary>Name (an IPv6 address with its brackets) and port of a host; no name when it cannot be taken apart.</summary>
    public static (string? Name, string? Port) Split(string host)
    {
        var afterBracket = host.StartsWith('[') ? host.IndexOf(']', StringComparison.Ordinal) + 1 : 0;
        if (host.StartsWith('[') && afterBracket == 0) return (null, null);
        var colon = host.IndexOf(':', afterBracket);
        if (colon < 0) return afterBracket is 0 || afterBracket == host.Length ? (host, null) : (null, null);
        if (afterBracket > 0 && colon != afterBracket) return (null, null);
        return (host[..colon], host[(colon + 1)..]);
    }

    private static bool IsName(string name)
    {
        if (name.StartsWith('[')) return IPAddress.TryParse(name[1..^1], out _);
        foreach (var c in name)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('.' or '-' or '_')) return false;
        }

        return true;
    }
}
