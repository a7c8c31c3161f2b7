using System.Net;
using System.Net.Sockets;

namespace Baton.Control.Access;

/// <summary>Whom an address counts as, where somebody may have only so much: of IPv6 everybody has as many addresses as he likes, but one network of 64 bits.</summary>
internal static class PeerNetwork
{
    /// <summary>The address, or the network of it; <see cref="IPAddress.None"/> for one that is not known.</summary>
    public static IPAddress Of(IPAddress? address)
    {
        if (address is null) return IPAddress.None;
        if (address.AddressFamily != AddressFamily.InterNetworkV6) return address;
        Span<byte> bytes = stackalloc byte[16];
        return address.TryWriteBytes(bytes, out _) ? new IPAddress([.. bytes[..8], 0, 0, 0, 0, 0, 0, 0, 0]) : IPAddress.None;
    }
}
