using System.Collections.Concurrent;
using System.Net.Sockets;
using Baton.TestKit;

namespace Baton.Cli.Tests.Support;

/// <summary>A daemon's socket with scripted answers behind it: the border of the command line, faked by hand.</summary>
internal sealed class FakeDaemon : IAsyncDisposable
{
    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly ConcurrentDictionary<string, Func<FakeExchange, Task>> _routes = new();
    private readonly CancellationTokenSource _over = new();
    private readonly Task _accepting;

    /// <summary>Listens in <c>.baton</c> of the folder.</summary>
    public FakeDaemon(TemporaryFolder folder, string state = ".baton")
    {
        StateDirectory = folder[state];
        Directory.CreateDirectory(StateDirectory);
        SocketPath = Path.Combine(StateDirectory, "baton.sock");
        _listener.Bind(new UnixDomainSocketEndPoint(SocketPath));
        _listener.Listen(16);
        _accepting = AcceptAsync();
    }

    public string StateDirectory { get; }

    public string SocketPath { get; }

    /// <summary>What was asked, as <c>METHOD target body</c>.</summary>
    public ConcurrentQueue<string> Requests { get; } = new();

    /// <summary>Cancelled when the daemon is disposed.</summary>
    public CancellationToken Over => _over.Token;

    /// <summary>Answers a method and path (without its query) with a handler.</summary>
    public FakeDaemon On(string route, Func<FakeExchange, Task> handler)
    {
        _routes[route] = handler;
        return this;
    }

    /// <summary>Answers with JSON.</summary>
    public FakeDaemon On(string route, string json, int status = 200) => On(route, exchange => exchange.AnswerAsync(status, json));

    /// <summary>The daemon's end: no more connections.</summary>
    public void StopListening() => _listener.Dispose();

    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        _listener.Dispose();
        await _accepting;
        _over.Dispose();
    }

    private async Task AcceptAsync()
    {
        var serving = new List<Task>();
        try
        {
            while (true) serving.Add(ServeAsync(await _listener.AcceptAsync(_over.Token)));
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // It was closed.
        }

        await Task.WhenAll(serving);
    }

    private async Task ServeAsync(Socket socket)
    {
        await using var stream = new NetworkStream(socket, ownsSocket: true);
        try
        {
            var exchange = await FakeExchange.ReadAsync(stream, _over.Token);
            Requests.Enqueue($"{exchange.Method} {exchange.Target} {exchange.Body}".TrimEnd());
            var path = exchange.Target.Split('?')[0];
            if (_routes.TryGetValue($"{exchange.Method} {path}", out var handler)) await handler(exchange);
            else await exchange.AnswerAsync(404, """{"error":"no such route","detail":"no such route","code":"not_found","request_id":"0"}""");
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            // The client has gone, or the test has.
        }
    }
}
