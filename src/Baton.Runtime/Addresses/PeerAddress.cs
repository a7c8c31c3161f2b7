using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;

namespace Baton.Runtime.Addresses;

/// <summary>An orchestrator elsewhere whose datagrams are taken.</summary>
/// <param name="Address">Where it is.</param>
/// <param name="Port">Only from this port; null: from any.</param>
public sealed record PeerAddress(IPAddress Address, int? Port)
{
    /// <summary>The form in words, for messages.</summary>
    public const string Form = "an IP address with or without a port, as 10.0.0.7, 10.0.0.7:2661 or [fd00::7]:2661";

    /// <summary>Reads one; only numbers, since whom a name means others decide.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out PeerAddress? peer)
    {
        peer = null;
        if (IPAddress.TryParse(text, out var alone) && IsWhole(text!, alone)) peer = new PeerAddress(alone, null);
        else if (HostPort.TryParse(text, out var full) && IPAddress.TryParse(full.Host, out var address) && IsWhole(full.Host, address)) peer = new PeerAddress(address, full.Port);
        return peer is not null;
    }

    /// <summary>A datagram from there is one of this peer.</summary>
    public bool Covers(IPEndPoint source) => Plain(source.Address).Equals(Plain(Address)) && (Port is null || Port == source.Port);

    /// <inheritdoc/>
    public override string ToString() => Port is { } port ? new IPEndPoint(Address, port).ToString() : Address.ToString();

    // The parser also takes 10.7 for 10.0.0.7, and an address in brackets, with a port that it ignores.
    private static bool IsWhole(string text, IPAddress address) =>
        address.AddressFamily == AddressFamily.InterNetwork ? text.Count(c => c == '.') == 3 : !text.Contains('[', StringComparison.Ordinal);

    // A socket for both versions tells those of version 4 as of version 6.
    private static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
}
