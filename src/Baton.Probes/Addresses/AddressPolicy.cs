using System.Net;

namespace Baton.Probes.Addresses;

/// <summary>
/// To which addresses a probe may send anything. It is asked about each address that is about to be connected to, after the name was
/// resolved and again at each redirect, so that neither a name nor a redirect leads around it. Compared by value.
/// </summary>
/// <param name="AllowsLinkLocal">Link-local addresses: 169.254.0.0/16 and fe80::/10.</param>
/// <param name="AllowsMetadata">Addresses at which clouds tell a machine its secrets, such as 169.254.169.254.</param>
public sealed record AddressPolicy(bool AllowsLinkLocal, bool AllowsMetadata)
{
    // Those of the large clouds: instances and their tasks.
    private static readonly HashSet<IPAddress> Metadata =
    [
        IPAddress.Parse("169.254.169.254"), IPAddress.Parse("169.254.170.2"), IPAddress.Parse("169.254.170.23"), IPAddress.Parse("100.100.100.200"),
        IPAddress.Parse("fd00:ec2::254"), IPAddress.Parse("fd00:ec2::23"), IPAddress.Parse("fd20:ce::254"), IPAddress.Parse("168.63.129.16"), IPAddress.Parse("192.0.0.192"),
    ];

    /// <summary>Neither: what a monitor may do unless it is allowed more.</summary>
    public static AddressPolicy Guarded { get; } = new(false, false);

    /// <summary>Both: what the probes of services may do.</summary>
    public static AddressPolicy Open { get; } = new(true, true);

    /// <summary>No address needs to be looked at.</summary>
    public bool IsOpen => AllowsLinkLocal && AllowsMetadata;

    /// <summary>Why nothing may be sent to an address, so that <c>ADDRESS is REASON</c> reads as a sentence; null when it may.</summary>
    public string? Refusal(IPAddress address)
    {
        if (IsOpen) return null;
        var meant = Meant(address);
        if (Metadata.Contains(meant)) return AllowsMetadata ? null : "a metadata address of a cloud";
        return !AllowsLinkLocal && IsLinkLocal(meant) ? "a link-local address" : null;
    }

    private static bool IsLinkLocal(IPAddress address) => address.IsIPv6LinkLocal || (address.GetAddressBytes() is [169, 254, _, _]);

    /// <summary>The address of version 4 that one of version 6 carries and that its packets end at; without the zone, which compares as another.</summary>
    private static IPAddress Meant(IPAddress address)
    {
        if (address.AddressFamily != System.Net.Sockets.AddressFamily.InterNetworkV6) return address;
        if (address.IsIPv4MappedToIPv6) return address.MapToIPv4();
        var bytes = address.GetAddressBytes();
        return bytes switch
        {
            // Translation by NAT64, 64:ff9b::/96; compatible addresses, ::/96, but for ::1 and ::; 6to4, 2002::/16.
            [0, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0, ..] => new IPAddress(bytes.AsSpan(12)),
            [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, not 0, ..] => new IPAddress(bytes.AsSpan(12)),
            // The same for a network's own translation, 64:ff9b:1::/48 with the address at its end.
            [0, 0x64, 0xff, 0x9b, 0, 1, ..] => new IPAddress(bytes.AsSpan(12)),
            [0x20, 0x02, ..] => new IPAddress(bytes.AsSpan(2, 4)),
            _ => new IPAddress(bytes),
        };
    }
}
