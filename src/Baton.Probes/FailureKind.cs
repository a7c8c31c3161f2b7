namespace Baton.Probes;

/// <summary>Why an execution of a probe failed, for programs; people read <see cref="ProbeResult.Detail"/>.</summary>
public enum FailureKind
{
    /// <summary>The deadline came before the answer.</summary>
    Timeout,

    /// <summary>The connection, or the datagram, was refused by the machine: nobody listens on that port.</summary>
    Refused,

    /// <summary>There is no way to the machine, or it does not answer at all.</summary>
    Unreachable,

    /// <summary>The connection was closed or reset before the answer was complete.</summary>
    Closed,

    /// <summary>The name of the machine cannot be resolved.</summary>
    Dns,

    /// <summary>No TLS session: the handshake failed, or nobody vouches for the certificate.</summary>
    Tls,

    /// <summary>The certificate expires too soon, or has expired.</summary>
    Expiry,

    /// <summary>The address is one that is not allowed (<see cref="Addresses.AddressPolicy"/>); nothing was sent to it.</summary>
    Forbidden,

    /// <summary>The answer is against the rules of its protocol, or in another one.</summary>
    Protocol,

    /// <summary>Redirected too often, or to what cannot be followed.</summary>
    Redirect,

    /// <summary>The answer says that it is not well: an HTTP status, a DNS response code, a state of gRPC, an error of Redis.</summary>
    Status,

    /// <summary>What is wanted is not in the answer.</summary>
    Content,

    /// <summary>It was answered well, but slower than allowed.</summary>
    Latency,

    /// <summary>The program exited with another code than 0, or by a signal.</summary>
    Exit,

    /// <summary>It could not be asked at all, by a lack on this machine: a program that is not there, a missing right.</summary>
    Unable,

    /// <summary>A bug of Baton.</summary>
    Bug,
}
