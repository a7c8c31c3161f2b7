using Baton.Core;
using Baton.Manifest.Text;
using Baton.Runtime;
using Baton.Runtime.Addresses;
using Baton.Runtime.Manifests;

namespace Baton.Daemon.Startup;

/// <summary>What holds of the runtime, of all that says something of it: the command line before a variable, that before the manifest.</summary>
internal static class RuntimeChoice
{
    /// <summary>Decides.</summary>
    /// <param name="asked">The command line and variables; null: nothing.</param>
    /// <param name="section">The manifest.</param>
    /// <param name="folder">Absolute path, to which a path of the command line is relative.</param>
    /// <exception cref="BatonException">InvalidRequest: what was asked for is no address.</exception>
    public static RuntimeOptions Of(RuntimeWishes? asked, RuntimeSection section, string folder)
    {
        asked ??= new RuntimeWishes();
        return new RuntimeOptions
        {
            ControlSocket = asked.ControlSocket is { } control ? ControlOf(control, folder) : section.ControlSocket,
            IpcSocket = asked.IpcSocket is { } ipc ? AddressOf(ipc, "take datagrams") : section.IpcSocket,
            TelemetrySocket = asked.TelemetrySocket is { } telemetry ? AddressOf(telemetry, "send telemetry") : section.TelemetrySocket,
            Peers = [.. section.Peers.Concat((asked.Peers ?? []).Select(PeerOf)).Distinct()],
            IsPersistent = section.IsPersistent,
            IsControlInsecure = asked.IsControlInsecure || section.IsControlInsecure,
        };
    }

    /// <summary>Where clients control it.</summary>
    /// <exception cref="BatonException">InvalidRequest: it is no address.</exception>
    public static ControlAddress ControlOf(string text, string folder) => ControlAddress.TryParse(text, folder, out var address)
        ? address
        : throw Invalid($"cannot be controlled at {Quoted.Text(text)}: write {ControlAddress.Form}");

    private static HostPort AddressOf(string text, string does) =>
        HostPort.TryParse(text, out var address) ? address : throw Invalid($"cannot {does} at {Quoted.Text(text)}: write {HostPort.Form}");

    private static PeerAddress PeerOf(string text) =>
        PeerAddress.TryParse(text, out var peer) ? peer : throw Invalid($"cannot take {Quoted.Text(text)} for a peer: write {PeerAddress.Form}");

    private static BatonException Invalid(string message) => new(ErrorCode.InvalidRequest, message);
}
