using System.Net;
using Baton.Core;

namespace Baton.Daemon.Startup;

/// <summary>Where the API listens on TCP.</summary>
internal static class ListenAddress
{
    private static readonly IPEndPoint Default = new(IPAddress.Loopback, 8003);

    /// <summary>Reads <c>HOST:PORT</c>, <c>:PORT</c> or <c>none</c>; null means 127.0.0.1:8003, which may be busy.</summary>
    /// <returns>The address, null for none; and whether somebody asked for it.</returns>
    /// <exception cref="BatonException">InvalidRequest: it is no address. Forbidden: it is not a loopback one.</exception>
    public static (IPEndPoint? Address, bool IsRequested) Parse(string? text)
    {
        if (text is null) return (Default, false);
        if (text == "none") return (null, true);
        var host = text.StartsWith(':') ? $"127.0.0.1{text}" : text.Replace("localhost", "127.0.0.1", StringComparison.Ordinal);
        // Without a port the parser would take 0, which means any.
        if (!IPEndPoint.TryParse(host, out var address) || !host[(host.LastIndexOf(']') + 1)..].Contains(':', StringComparison.Ordinal))
            throw new BatonException(ErrorCode.InvalidRequest, $"cannot listen on \"{text}\": write HOST:PORT, as in 127.0.0.1:8003, or none");
        if (!IPAddress.IsLoopback(address.Address))
            throw new BatonException(ErrorCode.Forbidden, $"cannot listen on \"{text}\": as yet only loopback addresses can be used, since the API asks nobody for a token");
        return (address, true);
    }
}
