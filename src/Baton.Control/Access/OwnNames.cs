using System.Globalization;
using System.Net;
using Baton.Manifest.Binding;

namespace Baton.Control.Access;

/// <summary>
/// Keeps pages of other sites away from TCP: a browser sends them here with the name of their own site as <c>Host</c> (a name that was made to lead
/// here) or as <c>Origin</c>. What is ours is localhost, the address that was connected to, this machine's name, and what the manifest names.
/// </summary>
internal static class OwnNames
{
    private static readonly string[] OfMachine = [Environment.MachineName, Dns.GetHostName()];

    /// <summary>True when <paramref name="host"/> (value of <c>Host</c>) is a name of ours.</summary>
    /// <param name="host">The value.</param>
    /// <param name="at">The address that was connected to.</param>
    /// <param name="port">Its port.</param>
    /// <param name="hosts">Names from the manifest, in small letters; one without a port goes with each.</param>
    public static bool IsHost(string? host, IPAddress? at, int port, IReadOnlyList<string> hosts)
    {
        if (string.IsNullOrEmpty(host)) return false;
        var (name, portText) = HostText.Split(host);
        if (name is null) return false;
        if (IsNamed(host, name, hosts)) return true;
        var isPort = portText is null
            ? port == 80
            : int.TryParse(portText, NumberStyles.None, CultureInfo.InvariantCulture, out var given) && given == port;
        return isPort && (IsName(name) || (AddressOf(name) is { } address && IsAddress(address, at)));
    }

    /// <summary>True when an origin is a page of this very server; by https only where a proxy has a name in the manifest.</summary>
    /// <param name="origin">Value of the header.</param>
    /// <param name="asked">Value of <c>Host</c> in the same request, which was found to be ours.</param>
    /// <param name="at">The address that was connected to.</param>
    /// <param name="port">Its port.</param>
    /// <param name="hosts">Names from the manifest.</param>
    public static bool IsOrigin(string origin, string asked, IPAddress? at, int port, IReadOnlyList<string> hosts)
    {
        if (HostText.WithoutScheme(origin) is not { } host || HostText.Split(host) is not ({ } name, _)) return false;
        if (origin.StartsWith("http:", StringComparison.OrdinalIgnoreCase) && IsHost(host, at, port, [])) return true;
        // Another port of a name from the manifest is another site, unless it is that which was asked.
        return hosts.Contains(host, StringComparer.OrdinalIgnoreCase) || (host.Equals(asked, StringComparison.OrdinalIgnoreCase) && IsNamed(host, name, hosts));
    }

    private static bool IsNamed(string host, string name, IReadOnlyList<string> hosts)
    {
        for (var i = 0; i < hosts.Count; i++)
        {
            if (hosts[i].Equals(host, StringComparison.OrdinalIgnoreCase) || hosts[i].Equals(name, StringComparison.OrdinalIgnoreCase)) return true;
        }

        return false;
    }

    private static bool IsName(string name) =>
        name.Equals("localhost", StringComparison.OrdinalIgnoreCase) || Array.Exists(OfMachine, own => own.Equals(name, StringComparison.OrdinalIgnoreCase));

    private static bool IsAddress(IPAddress asked, IPAddress? at)
    {
        if (at is null) return false;
        var own = at.IsIPv4MappedToIPv6 ? at.MapToIPv4() : at;
        return own.Equals(asked) || (IPAddress.IsLoopback(own) && IPAddress.IsLoopback(asked));
    }

    private static IPAddress? AddressOf(string name)
    {
        if (name.StartsWith('[')) return IPAddress.TryParse(name[1..^1], out var v6) ? v6 : null;
        // Only the plain form of four numbers: what browsers take as one may be read differently here ("127.1", "0x7f.1").
        var isPlain = name.Split('.') is { Length: 4 } parts && Array.TrueForAll(parts, part => byte.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out _));
        return isPlain && IPAddress.TryParse(name, out var v4) ? v4 : null;
    }
}
