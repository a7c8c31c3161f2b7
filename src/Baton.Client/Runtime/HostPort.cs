using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Baton.Client.Runtime;

/// <summary>Reads <c>host:port</c> as control sockets and links write it; stricter than .NET, which takes <c>1</c> for an address.</summary>
internal static class HostPort
{
    private const int MaxHostLetters = 253, MaxLabelLetters = 63;

    /// <summary>What stands before the last colon, and the port behind it; false when that is no number from 0 to 65535.</summary>
    public static bool TrySplit(string text, out string host, out int port)
    {
        var colon = text.LastIndexOf(':');
        var isPort = ushort.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number);
        (host, port) = (text[..Math.Max(0, colon)], number);
        return colon >= 0 && isPort;
    }

    /// <summary>The IPv4 address of four decimal numbers, or the IPv6 address in square brackets, that a host is; null when it is neither.</summary>
    public static IPAddress? Literal(string host)
    {
        if (host is ['[', .. var inner, ']']) return IsIpv6(inner) && IPAddress.TryParse(inner, out var long6) && long6.AddressFamily == AddressFamily.InterNetworkV6 ? long6 : null;
        return IPAddress.TryParse(host, out var address) && address.AddressFamily == AddressFamily.InterNetwork && address.ToString() == host ? address : null;
    }

    /// <summary>True for labels of ASCII letters, digits and inner dashes, 1 to 63 each, with dots between them and perhaps one at the end, at most 253 letters.</summary>
    public static bool IsName(string host)
    {
        if (host.Length is 0 or > MaxHostLetters) return false;
        foreach (var label in (host[^1] == '.' ? host[..^1] : host).Split('.'))
        {
            if (label.Length is 0 or > MaxLabelLetters || label[0] == '-' || label[^1] == '-') return false;
            if (!label.All(c => char.IsAsciiLetterOrDigit(c) || c == '-')) return false;
        }

        return true;
    }

    // A zone is a number, as those who resolve its name are elsewhere.
    private static bool IsIpv6(string text)
    {
        var zone = text.IndexOf('%', StringComparison.Ordinal);
        if (zone >= 0 && (zone == text.Length - 1 || !text.AsSpan(zone + 1).ContainsOnlyDigits())) return false;
        return (zone < 0 ? text : text[..zone]).All(c => char.IsAsciiHexDigit(c) || c is ':' or '.');
    }

    private static bool ContainsOnlyDigits(this ReadOnlySpan<char> text) => !text.ContainsAnyExceptInRange('0', '9');
}
