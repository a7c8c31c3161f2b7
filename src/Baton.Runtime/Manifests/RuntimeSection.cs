using Baton.Manifest.Binding;
using Baton.Manifest.Text;
using Baton.Runtime.Addresses;

namespace Baton.Runtime.Manifests;

/// <summary>The table <c>runtime</c>: programs that are added while Baton runs.</summary>
public sealed record RuntimeSection
{
    /// <summary>Most entries of <see cref="Peers"/>.</summary>
    public const int MostPeers = 1024;

    /// <summary>What holds where nothing is said.</summary>
    public static RuntimeSection Default { get; } = new();

    /// <summary>Where clients control it; a path is absolute. Null (the default): not said.</summary>
    public ControlAddress? ControlSocket { get; init; }

    /// <summary>Where datagrams of others come in. Null (the default): not said.</summary>
    public HostPort? IpcSocket { get; init; }

    /// <summary>Where what instances measure goes. Null (the default): not said.</summary>
    public HostPort? TelemetrySocket { get; init; }

    /// <summary>Whose datagrams are taken.</summary>
    public IReadOnlyList<PeerAddress> Peers { get; init; } = [];

    /// <summary>Instances, links and uploads outlive an orderly stop. Default false.</summary>
    public bool IsPersistent { get; init; }

    /// <summary>Other machines may reach the control socket. Default false.</summary>
    public bool IsControlInsecure { get; init; }

    /// <summary>Reads it from the root, where it may be missing; every problem is collected.</summary>
    /// <param name="root">The whole manifest.</param>
    /// <param name="folder">Absolute path of the project.</param>
    public static RuntimeSection Bind(TableReader root, string folder)
    {
        if (root.SubTable("runtime") is not { } table) return Default;
        var section = new RuntimeSection
        {
            ControlSocket = Control(table, folder),
            IpcSocket = Address(table, "ipc_socket"),
            TelemetrySocket = Address(table, "telemetry_socket"),
            Peers = PeersOf(table),
            IsPersistent = table.Boolean("persist", defaultValue: false),
            IsControlInsecure = table.Boolean("insecure_control", defaultValue: false),
        };
        table.Finish();
        return section;
    }

    /// <summary>It says the same; lists are compared by what is in them.</summary>
    public bool IsSameAs(RuntimeSection other) => Peers.SequenceEqual(other.Peers) && this with { Peers = other.Peers } == other;

    private static ControlAddress? Control(TableReader table, string folder)
    {
        if (table.OptionalString("control_socket") is not { } text) return null;
        if (ControlAddress.TryParse(text, folder, out var address)) return address;
        table.Report("control_socket", $"{Quoted.Text(text)} is no address: write {ControlAddress.Form}");
        return null;
    }

    private static HostPort? Address(TableReader table, string key)
    {
        if (table.OptionalString(key) is not { } text) return null;
        if (HostPort.TryParse(text, out var address)) return address;
        table.Report(key, $"{Quoted.Text(text)} is no address: write {HostPort.Form}");
        return null;
    }

    private static List<PeerAddress> PeersOf(TableReader table)
    {
        var items = table.StringList("peers");
        if (items.Count > MostPeers) table.Report("peers", $"there are more than {MostPeers} entries");
        var peers = new List<PeerAddress>(items.Count);
        foreach (var item in items)
        {
            if (PeerAddress.TryParse(item.Text, out var peer)) peers.Add(peer);
            else table.Diagnostics.Add(item.Place, $"{Quoted.Text(item.Text)} is no peer: write {PeerAddress.Form}");
        }

        return peers;
    }
}
