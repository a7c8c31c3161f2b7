using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Baton.Runtime.Addresses;
using Baton.Runtime.Control;
using Baton.Runtime.Instances;
using Baton.TestKit;

namespace Baton.Runtime.Tests.Kit;

/// <summary>An orchestrator over remembered processes, with a real control socket.</summary>
internal sealed class RuntimeWorld : IAsyncDisposable
{
    private readonly TemporaryFolder _folder;
    private readonly bool _ownsFolder;
    private ControlListener? _listener;

    private RuntimeWorld(TemporaryFolder? folder)
    {
        (_folder, _ownsFolder) = (folder ?? new TemporaryFolder(), folder is null);
        Options = new OrchestratorOptions(_folder.Path, _folder["ipc"], _folder["uploads"], HasExternalSocket: true, Notices.Enqueue, Bugs.Enqueue);
        Control = new ControlOptions((_, _, ct) => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, ct), Notices.Enqueue, TimeProvider.System);
    }

    public ConcurrentQueue<string> Notices { get; } = new();

    public ConcurrentQueue<Exception> Bugs { get; } = new();

    public InMemoryProcesses Processes { get; } = new();

    public RecordingRouter Router { get; } = new();

    public OrchestratorOptions Options { get; private set; }

    public ControlOptions Control { get; private set; }

    public Orchestrator Orchestrator { get; private set; } = null!;

    public ControlListener Listener => _listener!;

    public string SocketPath => _folder["control.sock"];

    public string this[string name] => _folder[name];

    public IReadOnlyList<string> Uploads => Directory.GetFiles(_folder["uploads"]);

    /// <summary>Begins, with a Unix socket.</summary>
    /// <param name="folder">Of an earlier one; null makes a new one, which goes with this.</param>
    /// <param name="options">Changes the options.</param>
    /// <param name="control">Changes those of the control socket.</param>
    /// <param name="address">Another address than the Unix socket.</param>
    /// <param name="userOf">Another way to know who connects.</param>
    /// <param name="prepare">Called before the orchestrator begins.</param>
    /// <param name="router">Another router than the one that only remembers.</param>
    public static async Task<RuntimeWorld> BeginAsync(
        TemporaryFolder? folder = null, Func<OrchestratorOptions, OrchestratorOptions>? options = null, Func<ControlOptions, ControlOptions>? control = null,
        string? address = null, Func<Socket, uint>? userOf = null, Action<RuntimeWorld>? prepare = null, IInstanceRouter? router = null)
    {
        var world = new RuntimeWorld(folder);
        if (options is not null) world.Options = options(world.Options);
        if (control is not null) world.Control = control(world.Control);
        prepare?.Invoke(world);
        world.Orchestrator = await Orchestrator.BeginAsync(world.Options, world.Processes, router ?? world.Router);
        var socket = await ControlSocket.BindAsync(Address(address ?? world.SocketPath), isOpenAllowed: false, CancellationToken.None);
        world._listener = new ControlListener(socket, world.Orchestrator, world.Control, userOf ?? ControlSocket.UserOf);
        return world;
    }

    public static ControlAddress Address(string text) => ControlAddress.TryParse(text, "/", out var address) ? address : throw new ArgumentException(text);

    public async Task<ControlClient> ConnectAsync()
    {
        var endPoint = _listener!.EndPoint;
        var socket = endPoint is IPEndPoint ? new Socket(SocketType.Stream, ProtocolType.Tcp) : new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        if (endPoint is IPEndPoint) socket.NoDelay = true;
        await socket.ConnectAsync(endPoint);
        return new ControlClient(socket);
    }

    /// <summary>One request on a connection of its own.</summary>
    public async Task<string> AskAsync(string line)
    {
        using var client = await ConnectAsync();
        return await client.AskAsync(line);
    }

    public async ValueTask DisposeAsync()
    {
        if (_listener is not null) await _listener.DisposeAsync();
        await Orchestrator.DisposeAsync();
        if (_ownsFolder) _folder.Dispose();
        Assert.Empty(Bugs);
    }
}
