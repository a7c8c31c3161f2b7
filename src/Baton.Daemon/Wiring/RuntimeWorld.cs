using System.Net;
using System.Net.Sockets;
using Baton.Core;
using Baton.Core.Notices;
using Baton.Daemon.State;
using Baton.Runtime;
using Baton.Runtime.Addresses;
using Baton.Runtime.Control;
using Baton.Runtime.Instances;
using Baton.Runtime.Routing;
using Baton.Runtime.Telemetry;

namespace Baton.Daemon.Wiring;

/// <summary>
/// Instances, the router of their messages, and the control socket. It is there where somebody asked for it, by a socket, or left instances in the state directory.
/// </summary>
internal sealed class RuntimeWorld : IAsyncDisposable
{
    /// <summary>The file of the state directory that says where the control socket is: a path, or <c>HOST:PORT</c>.</summary>
    public const string AddressFile = "runtime.address";

    private const string ControlName = "ipc/control";

    private readonly RuntimeOptions _options;
    private readonly MessageRouter _router;
    private readonly Orchestrator _orchestrator;
    private readonly TelemetrySender? _telemetry;
    private readonly NoticeBoard _notices;
    private readonly string _addressPath;
    private readonly IKeptSockets? _kept;
    private ControlListener? _control;

    private RuntimeWorld(RuntimeOptions options, MessageRouter router, Orchestrator orchestrator, TelemetrySender? telemetry, NoticeBoard notices, string root, IKeptSockets? kept) =>
        (_options, _router, _orchestrator, _telemetry, _notices, _addressPath, _kept) = (options, router, orchestrator, telemetry, notices, Path.Combine(root, AddressFile), kept);

    /// <summary>Begins it with what an earlier daemon left, which is added to <paramref name="processes"/>; null: nobody wants it.</summary>
    /// <exception cref="BatonException">An address or a folder cannot be used.</exception>
    public static async Task<RuntimeWorld?> BeginAsync(DaemonGround ground, NoticeBoard notices, IInstanceProcesses processes, TimeProvider time, Action<Exception> crashed)
    {
        var (options, root) = (ground.Runtime, ground.State.Root);
        if (options is { ControlSocket: null, IpcSocket: null } && !File.Exists(Path.Combine(root, Orchestrator.StateFile))) return null;
        void Tell(string text) => notices.Publish("daemon", "runtime_trouble", cause: null, text);
        var datagrams = options.IpcSocket is { } ipc ? await ResolveAsync(ipc) : null;
        var telemetry = options.TelemetrySocket is { } server ? new TelemetrySender(server, time, Tell) : null;
        var events = new RuntimeEvents(telemetry, notices);
        var kept = ground.Guardian is { } guardian ? new InstanceSocketsToGuardian(guardian, notices) : null;
        var router = new MessageRouter(new RouterOptions { Datagrams = datagrams, Peers = options.Peers, Kept = kept }, events);
        try
        {
            var orchestrator = await Orchestrator.BeginAsync(new OrchestratorOptions(root, SocketFolderOf(root), Path.Combine(root, "uploads"), datagrams is not null, Tell, crashed), processes, router);
            events.Connect(orchestrator);
            router.Begin();
            return new RuntimeWorld(options, router, orchestrator, telemetry, notices, root, kept);
        }
        catch (Exception)
        {
            router.Dispose();
            if (telemetry is not null) await telemetry.DisposeAsync();
            throw;
        }
    }

    /// <summary>Lets clients come, when all is there that they may ask for.</summary>
    /// <param name="output">Output of instances.</param>
    /// <param name="time">The clock.</param>
    /// <param name="stop">Ends the looking up of a name.</param>
    /// <exception cref="BatonException">The control socket cannot be had.</exception>
    public async Task ListenAsync(InstanceOutput output, TimeProvider time, CancellationToken stop)
    {
        if (_options.ControlSocket is not { } address) return;
        // Clients that come while there is no daemon wait for the next.
        var socket = _kept?.Take(ControlName) is { } kept ? new Socket(new SafeSocketHandle(kept, ownsHandle: true)) : await ControlSocket.BindAsync(address, _options.IsControlInsecure, stop);
        _kept?.Keep(ControlName, (int)socket.Handle);
        _control = new ControlListener(socket, _orchestrator, new ControlOptions(output.FollowAsync, text => _notices.Publish("daemon", "runtime_trouble", cause: null, text), time) { OwnVersion = BatonVersion.Text });
        var at = _control.EndPoint is IPEndPoint tcp ? tcp.ToString() : ((ControlAddress.Unix)address).Path;
        await File.WriteAllTextAsync(_addressPath, at + "\n", stop);
        _notices.Publish("daemon", "control_listening", cause: null, at);
    }

    /// <summary>Ends it after an orderly stop of everything: instances are forgotten, unless they are to persist.</summary>
    public async Task CloseAsync()
    {
        await LeaveAsync(isFollowed: false);
        if (!_options.IsPersistent) await _orchestrator.ForgetAsync();
    }

    /// <summary>Ends it, and leaves instances as they are to a later daemon.</summary>
    /// <param name="isFollowed">That one comes in a moment.</param>
    public async Task LeaveAsync(bool isFollowed)
    {
        if (_control is not null) await _control.StopAsync(isFollowed);
        if (isFollowed)
        {
            _router.Leave();
            return;
        }

        _kept?.LetGo(ControlName);
        File.Delete(_addressPath);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_control is not null) await _control.DisposeAsync();
        await _orchestrator.DisposeAsync();
        _router.Dispose();
        if (_telemetry is not null) await _telemetry.DisposeAsync();
    }

    /// <summary>Of the state directory, or in the user's own folder where its path would be too long for sockets.</summary>
    private static string SocketFolderOf(string root)
    {
        var usual = Path.Combine(root, "ipc");
        if (System.Text.Encoding.UTF8.GetByteCount(usual) <= IpcFolder.LongestFolder) return usual;
        var folder = ProjectRegistry.OwnFolder(Environment.GetEnvironmentVariable("XDG_RUNTIME_DIR"));
        Directory.CreateDirectory(folder);
        return Path.Combine(folder, $"ipc-{Sha256.HexOf(System.Text.Encoding.UTF8.GetBytes(root))[..16]}");
    }

    private static async Task<IPEndPoint> ResolveAsync(HostPort address)
    {
        try
        {
            var found = IPAddress.TryParse(address.Host, out var literal) ? [literal] : await Dns.GetHostAddressesAsync(address.Host);
            return new IPEndPoint(found[0], address.Port);
        }
        catch (SocketException e)
        {
            throw new BatonException(ErrorCode.Unavailable, $"cannot take datagrams at {address}: {e.Message}", e);
        }
    }
}
