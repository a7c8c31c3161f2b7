using Baton.Runtime.Addresses;

namespace Baton.Runtime;

/// <summary>What people have said of the runtime: on the command line, by variables and in the manifest.</summary>
public sealed record RuntimeOptions
{
    /// <summary>Where clients control it besides the API. Default null: nowhere.</summary>
    public ControlAddress? ControlSocket { get; init; }

    /// <summary>Where it takes datagrams of orchestrators elsewhere, and sends them from. Default null: there are no links to others.</summary>
    public HostPort? IpcSocket { get; init; }

    /// <summary>Where what instances measure is sent. Default null: it is dropped.</summary>
    public HostPort? TelemetrySocket { get; init; }

    /// <summary>Orchestrators on other machines whose datagrams are taken besides those that links lead to. Default none.</summary>
    public IReadOnlyList<PeerAddress> Peers { get; init; } = [];

    /// <summary>Instances, links and uploads outlive an orderly stop. Default false.</summary>
    public bool IsPersistent { get; init; }

    /// <summary><see cref="ControlSocket"/> may be a TCP address that other machines reach, where anybody may do everything. Default false.</summary>
    public bool IsControlInsecure { get; init; }
}
