namespace Baton.Probes.Specs;

// What is asked over the network, without HTTP.
public abstract partial record ProbeSpec
{
    /// <summary>A connection that must be accepted, and, where it is said, answered; then it is closed.</summary>
    /// <param name="Host">Name or address; of a name, its addresses are tried in turn.</param>
    /// <param name="Port">1 to 65535.</param>
    public sealed record Tcp(string Host, int Port) : ProbeSpec
    {
        /// <summary>What is sent; null, the default, for nothing.</summary>
        public Payload? Send { get; init; }

        /// <summary>What the first 64 KiB of the answer must contain; null, the default, for no answer.</summary>
        public Payload? Expect { get; init; }
    }

    /// <summary>A datagram that must be answered.</summary>
    /// <param name="Host">Name or address; of a name, its first address is asked.</param>
    /// <param name="Port">1 to 65535.</param>
    /// <param name="Send">What is sent; empty for a datagram of no bytes.</param>
    public sealed record Udp(string Host, int Port, Payload Send) : ProbeSpec
    {
        /// <summary>What the first answer must contain; null, the default, for any answer.</summary>
        public Payload? Expect { get; init; }
    }

    /// <summary>An ICMP echo request, which must be answered.</summary>
    /// <param name="Host">Name or address; of a name, its first address is asked.</param>
    public sealed record Icmp(string Host) : ProbeSpec;

    /// <summary>A question to a DNS server, which must know records of that type.</summary>
    /// <param name="Name">The name; for <see cref="DnsRecordType.Ptr"/> also an address.</param>
    /// <param name="Type">Which records.</param>
    public sealed record Dns(string Name, DnsRecordType Type) : ProbeSpec
    {
        /// <summary>Name or address of the server; null, the default, for those of <c>/etc/resolv.conf</c>, in turn.</summary>
        public string? Server { get; init; }

        /// <summary>Port of the server. Default 53.</summary>
        public int Port { get; init; } = 53;

        /// <summary>What one of the records must be, without regard to case and to a dot at its end; null, the default, for any.</summary>
        public string? Expect { get; init; }
    }

    /// <summary>A TLS handshake with a certificate that is vouched for, is for that host, and lasts some time yet.</summary>
    /// <param name="Host">Name or address.</param>
    /// <param name="Port">1 to 65535. Default 443.</param>
    public sealed record Tls(string Host, int Port = 443) : ProbeSpec
    {
        /// <summary>Longest that can be asked for: 3,650 days.</summary>
        public const int MostDays = 3650;

        /// <summary>The name that the certificate must be for, and that is told to the server; null, the default, for <see cref="Host"/>.</summary>
        public string? ServerName { get; init; }

        /// <summary>How many days it must still be valid. Default 14; 0 to <see cref="MostDays"/>.</summary>
        public int MinDays { get; init; } = 14;

        /// <summary>Only the time that is left is looked at: it may be for another host, and nobody need vouch for it. Default false.</summary>
        public bool IsInsecure { get; init; }
    }

    /// <summary>A Redis server, which must answer <c>PING</c>.</summary>
    /// <param name="Host">Name or address.</param>
    /// <param name="Port">1 to 65535. Default 6379.</param>
    public sealed record Redis(string Host, int Port = 6379) : ProbeSpec
    {
        /// <summary>The user; null, the default, for the server's default user. It needs a password.</summary>
        public string? User { get; init; }

        /// <summary>The password; null, the default, to send none.</summary>
        public string? Password { get; init; }

        /// <summary>Over TLS. Default false.</summary>
        public bool UsesTls { get; init; }

        /// <summary>Any certificate will do. Default false.</summary>
        public bool IsInsecure { get; init; }

        /// <inheritdoc/>
        public override string ToString() => $"Redis {Host}:{Port}";
    }
}
