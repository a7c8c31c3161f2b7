namespace Baton.Probes.Specs;

/// <summary>Which records of a name are asked for. The numbers are those of the protocol.</summary>
public enum DnsRecordType
{
    /// <summary>Addresses of version 4.</summary>
    A = 1,

    /// <summary>Name servers.</summary>
    Ns = 2,

    /// <summary>The name that it stands for.</summary>
    Cname = 5,

    /// <summary>Start of authority: <c>PRIMARY MAILBOX SERIAL REFRESH RETRY EXPIRE MINIMUM</c>.</summary>
    Soa = 6,

    /// <summary>The name of an address.</summary>
#pragma warning disable CA1720 // The protocol's word, and no pointer.
    Ptr = 12,
#pragma warning restore CA1720

    /// <summary>Mail servers: <c>PREFERENCE NAME</c>.</summary>
    Mx = 15,

    /// <summary>Texts.</summary>
    Txt = 16,

    /// <summary>Addresses of version 6.</summary>
    Aaaa = 28,

    /// <summary>Where a service is: <c>PRIORITY WEIGHT PORT NAME</c>.</summary>
    Srv = 33,
}
