using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Baton.Runtime.Instances;
using Baton.Runtime.Wire;

namespace Baton.Runtime.Control;

/// <summary>Accepts the clients of a control socket. Each has a connection of its own, and none waits for another.</summary>
public sealed class ControlListener : IAsyncDisposable
{
    /// <summary>How long the end waits for what is being answered before it cuts connections off.</summary>
    public static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(3);

    /// <summary>The wait after a failed accept. When descriptors have run out, the next one would fail at once.</summary>
    private static readonly TimeSpan AcceptPause = TimeSpan.FromMilliseconds(100);

    private readonly Lock _gate = new();
    private readonly HashSet<Socket> _open = [];
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource _allClosed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Socket _listener;
    private readonly ControlOptions _options;
    private readonly Orchestrator _orchestrator;
    private readonly Func<Socket, uint> _userOf;
    private readonly string? _path, _identity;
    private readonly Task _accepting;
    private bool _isStopped, _isRefusing;

    /// <summary>Begins to accept.</summary>
    /// <param name="listener">A socket that listens (<see cref="ControlSocket.BindAsync"/>), which this owns from now on.</param>
    /// <param name="orchestrator">Who does what clients ask for.</param>
    /// <param name="options">The surroundings.</param>
    public ControlListener(Socket listener, Orchestrator orchestrator, ControlOptions options) : this(listener, orchestrator, options, ControlSocket.UserOf)
    {
    }

    /// <summary>The same with another way to know the user behind a socket.</summary>
    internal ControlListener(Socket listener, Orchestrator orchestrator, ControlOptions options, Func<Socket, uint> userOf)
    {
        (_listener, _orchestrator, _options, _userOf) = (listener, orchestrator, options, userOf);
        EndPoint = listener.LocalEndPoint!;
        if (EndPoint is UnixDomainSocketEndPoint) (_path, _identity) = (Path.GetFullPath(EndPoint.ToString()!), ControlSocket.IdentityOf(EndPoint.ToString()!));
        _accepting = AcceptAsync();
    }

    /// <summary>Where it listens; of a TCP port 0 the one that was free.</summary>
    public EndPoint EndPoint { get; }

    /// <summary>How many clients are connected.</summary>
    public int Connections
    {
        get
        {
            lock (_gate) return _open.Count;
        }
    }

    /// <summary>
    /// Accepts no more, lets what is being answered be answered within <see cref="StopLimit"/>, closes all connections and deletes the socket's file, if it is still ours.
    /// </summary>
    /// <param name="isFollowed">Another daemon goes on at the same place in a moment, perhaps with the same socket: its file stays.</param>
    public async Task StopAsync(bool isFollowed = false)
    {
        if (Interlocked.Exchange(ref _isStopped, true)) return;
        await _stop.CancelAsync();
        await _accepting;
        _listener.Dispose();
        if (!isFollowed && _path is not null && _identity is not null && ControlSocket.IdentityOf(_path) == _identity) File.Delete(_path);
        lock (_gate)
        {
            if (_open.Count == 0) _allClosed.TrySetResult();
        }

        await AllClosedAsync();
        lock (_gate)
        {
            foreach (var socket in _open) socket.Dispose();
        }

        await AllClosedAsync();
        _stop.Dispose();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await StopAsync();

    private async Task AllClosedAsync() => await Task.WhenAny(_allClosed.Task, Task.Delay(StopLimit, _options.Time));

    private async Task AcceptAsync()
    {
        var hasTrouble = false;
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                Admit(await _listener.AcceptAsync(_stop.Token));
                hasTrouble = false;
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (SocketException e)
            {
                if (!hasTrouble) _options.Notice($"cannot accept a client of the control socket: {e.Message}");
                hasTrouble = true;
                await Task.Delay(AcceptPause, _options.Time, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private void Admit(Socket client)
    {
        if (Refusal(client) is { } reason)
        {
            // Once for all that come before one is served again: a client that tries without end must not fill the log.
            if (!_isRefusing) _options.Notice($"a client of the control socket is refused: {reason}");
            _isRefusing = true;
            Refuse(client, reason);
            return;
        }

        _isRefusing = false;
        lock (_gate) _open.Add(client);
        // Not on the accepting loop: what a client has sent already is served at once.
        _ = Task.Run(() => ServeAsync(client));
    }

    private string? Refusal(Socket client)
    {
        lock (_gate)
        {
            if (_open.Count >= _options.MostConnections) return string.Create(CultureInfo.InvariantCulture, $"there are {_options.MostConnections} connections already, the most there may be");
        }

        if (_path is null) return null;
        var user = _userOf(client);
        return user == ControlSocket.OwnUser() || user == 0 ? null : string.Create(CultureInfo.InvariantCulture, $"this socket is not for user {user}");
    }

    private static void Refuse(Socket client, string reason)
    {
        try
        {
            // A new connection has room for a line; nobody waits where it has none.
            client.Blocking = false;
            client.Send(ControlAnswer.Refused("connecting", reason).Span);
        }
        catch (SocketException)
        {
            // It is gone already, and has nothing to be told.
        }

        client.Dispose();
    }

    private async Task ServeAsync(Socket client)
    {
        try
        {
            if (_path is null) client.NoDelay = true;
            await using var stream = new NetworkStream(client, ownsSocket: true);
            await new ControlConnection(stream, isTcp: _path is null, _orchestrator, _options).RunAsync(_stop.Token);
        }
        catch (Exception e) when (e is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // The client is gone, or all are sent away.
        }
        catch (Exception e)
        {
            // The top of a connection: a bug that a client met costs it its connection, and others nothing.
            _options.Notice($"a client of the control socket met a bug: {e}");
        }

        client.Dispose();
        lock (_gate)
        {
            _open.Remove(client);
            if (_isStopped && _open.Count == 0) _allClosed.TrySetResult();
        }
    }
}
