using System.Net;
using System.Net.Sockets;
using System.Text;
using Baton.Control.Access;
using Baton.Control.Listening;
using Baton.Control.Metrics;
using Baton.Control.Routing;
using Baton.Core;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Baton.Control;

/// <summary>
/// The control API: HTTP/1.1 on the Unix socket and, when asked for, on TCP. It is Kestrel alone, without the hosting,
/// configuration and dependency injection around it, which would cost a third of the daemon's start and memory.
/// </summary>
public sealed class ControlServer : IAsyncDisposable
{
    /// <summary>How long <see cref="StopAsync"/> waits for readers to take their last events before it cuts them off.</summary>
    public static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(3);

    private readonly KestrelServer _server;
    private readonly Stopping _stopping = new();
    private readonly ControlApplication _application;
    private readonly ControlOptions _options;
    private readonly TimeProvider _time;
    private readonly Listeners _listeners;
    private int _isStopped;

    private ControlServer(ControlOptions options, ControlSources sources, Func<Socket, uint> userOf)
    {
        (_options, _time, _listeners) = (options, sources.Time, new Listeners(options.Kept));
        _application = new ControlApplication(options, sources, _stopping);
        try
        {
            _server = Bind(userOf, sources.Http);
        }
        catch
        {
            if (!options.IsFollowed) Forget();
            _listeners.Dispose();
            throw;
        }
    }

    /// <summary>Where it listens, the Unix socket first: its path, then <c>http://ADDRESS:PORT</c>.</summary>
    public IReadOnlyList<string> Addresses { get; private set; } = [];

    /// <summary>What is weaker than it could be, and why.</summary>
    public IReadOnlyList<string> Degraded { get; private set; } = [];

    /// <summary>Begins to listen.</summary>
    /// <param name="options">Where, and what the daemon gives.</param>
    /// <param name="sources">What there is to show.</param>
    /// <param name="ct">Ends the waiting for the start.</param>
    /// <exception cref="BatonException">
    /// <see cref="ErrorCode.Unavailable"/>: the socket, or an address that was asked for, cannot be used. <see cref="ErrorCode.InvalidRequest"/>:
    /// an address is reached from beyond this machine, and there is no token.
    /// </exception>
    public static Task<ControlServer> StartAsync(ControlOptions options, ControlSources sources, CancellationToken ct) =>
        StartAsync(options, sources, Peer.UserOf, ct);

    /// <summary>The same with another way to know the user behind a socket.</summary>
    internal static async Task<ControlServer> StartAsync(ControlOptions options, ControlSources sources, Func<Socket, uint> userOf, CancellationToken ct)
    {
        var server = new ControlServer(options, sources, userOf);
        try
        {
            await server._server.StartAsync(server._application, ct);
            return server;
        }
        catch
        {
            await server.StopAsync("the daemon cannot begin", options.IsFollowed);
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>
    /// To be called when <see cref="ControlOptions.Access"/> has changed: streams of those whom the API does not answer any more are told why and end. Returns at once.
    /// </summary>
    public void CheckStreams() => _application.CheckStreams();

    /// <summary>
    /// Ends every stream with its last events and <paramref name="reason"/>, answers what is under way, and closes. What is not done
    /// within <see cref="StopLimit"/> is cut off. The socket's file is removed.
    /// </summary>
    /// <param name="reason">For those who are connected.</param>
    /// <param name="isFollowed">
    /// Another daemon goes on at the same place in a moment, which streams are told; where sockets are kept for it, who connects from now on waits for it.
    /// </param>
    public async Task StopAsync(string reason, bool isFollowed = false)
    {
        if (Interlocked.Exchange(ref _isStopped, 1) != 0) return;
        var isKept = isFollowed && _options.Kept is not null;
        if (!isKept) _listeners.LetGo();
        await _stopping.StopAsync(reason, isFollowed);
        using var limit = new CancellationTokenSource(StopLimit, _time);
        await _server.StopAsync(limit.Token);
        // Only now: a client that finds no file concludes that the daemon has ended.
        if (!isKept) RemoveFile();
    }

    /// <summary>Without a stop before it this is the end of a daemon that met a bug: another one follows.</summary>
    public async ValueTask DisposeAsync()
    {
        await StopAsync("the daemon ends", isFollowed: true);
        _server.Dispose();
        _application.Dispose();
        await _stopping.DisposeAsync();
        _listeners.Dispose();
    }

    private void Forget()
    {
        _listeners.LetGo();
        RemoveFile();
    }

    private void RemoveFile()
    {
        if (!_options.IsSocketOurs()) return;
        try
        {
            File.Delete(_options.SocketPath);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Its folder may have gone a moment ago. Nobody listens there any more, which whoever connects is told; the end must go on.
        }
    }

    private KestrelServer Bind(Func<Socket, uint> userOf, HttpFigures figures)
    {
        var unix = _listeners.Unix(_options.SocketPath);
        var tcp = BindTcp();
        _listeners.LetGoOfOthers();
        Addresses = [_options.SocketPath, .. tcp.Keys.Select(address => $"http://{address}")];
        var own = Peer.OwnUser();
        var server = new KestrelServerOptions { AddServerHeader = false };
        // Answers from elsewhere are handed on byte by byte; Baton's own are ASCII.
        server.ResponseHeaderEncodingSelector = static _ => Encoding.Latin1;
        SetLimits(server.Limits);
        server.ListenUnixSocket(_options.SocketPath, listen =>
        {
            listen.Protocols = HttpProtocols.Http1;
            listen.Use(figures.Counting);
            listen.Use(next => PeerMark.Unix(next, userOf, own));
        });
        foreach (var address in tcp.Keys)
        {
            server.Listen(address, listen =>
            {
                listen.Protocols = HttpProtocols.Http1;
                listen.Use(figures.Counting);
                listen.Use(PeerMark.Tcp);
            });
        }

        var transport = new SocketTransportOptions { CreateBoundListenSocket = address => address is IPEndPoint there ? tcp[there] : unix };
        return new KestrelServer(
            Options.Create(server), new SocketTransportFactory(Options.Create(transport), NullLoggerFactory.Instance), NullLoggerFactory.Instance);
    }

    private Dictionary<IPEndPoint, Socket> BindTcp()
    {
        var bound = new Dictionary<IPEndPoint, Socket>();
        var degraded = new List<string>();
        foreach (var address in _options.Listen)
        {
            RefuseOpenAddress(address);
            try
            {
                var socket = _listeners.Tcp(address);
                bound.Add((IPEndPoint)socket.LocalEndPoint!, socket);
            }
            catch (BatonException e) when (!_options.IsListenRequested)
            {
                var why = e.InnerException is SocketException { SocketErrorCode: SocketError.AddressAlreadyInUse } ? $"{address} is in use by another program" : e.Message;
                degraded.Add($"{why}, so the API does not listen there; its socket is all that the command line needs");
            }
        }

        Degraded = degraded;
        return bound;
    }

    private void RefuseOpenAddress(IPEndPoint address)
    {
        if (IPAddress.IsLoopback(address.Address) || !_options.Access().Tokens.IsEmpty) return;
        throw new BatonException(ErrorCode.InvalidRequest,
            $"cannot listen on {address}: everybody who reaches this machine could use it, since no token is set; set ORCHESTRATOR_TOKEN, or token_file in [api] of the manifest, or listen on 127.0.0.1:{address.Port}");
    }

    private void SetLimits(KestrelServerLimits limits)
    {
        limits.MaxRequestLineSize = Limits.HeadBytes;
        limits.MaxRequestHeadersTotalSize = Limits.HeadBytes;
        limits.MaxRequestHeaderCount = 64;
        limits.MaxRequestBodySize = Limits.BodyBytes;
        limits.MaxRequestBufferSize = Limits.BodyBytes;
        limits.MaxConcurrentConnections = Limits.Connections;
        limits.RequestHeadersTimeout = _options.Patience.Head;
        limits.KeepAliveTimeout = _options.Patience.Idle;
        limits.MinRequestBodyDataRate = new MinDataRate(Limits.BodyBytesPerSecond, _options.Patience.Body);
    }
}
