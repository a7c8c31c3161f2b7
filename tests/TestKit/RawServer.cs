using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Baton.TestKit;

/// <summary>A server on loopback that answers each request head with whatever bytes a test wants, well or badly.</summary>
public sealed class RawServer : IAsyncDisposable
{
    private readonly TcpListener _listener;
    private readonly CancellationTokenSource _stop = new();
    private readonly Func<string, Stream, CancellationToken, Task> _answer;
    private readonly ConcurrentBag<Task> _connections = [];
    private readonly Task _accepting;
    private int _accepted;

    /// <param name="answer">Gets the head of a request and writes the answer.</param>
    /// <param name="port">Where it listens; 0, the default, for any port.</param>
    public RawServer(Func<string, Stream, CancellationToken, Task> answer, int port = 0)
    {
        _answer = answer;
        _listener = new TcpListener(IPAddress.Loopback, port);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>Always the same answer.</summary>
    public RawServer(string answer) : this((_, stream, cancel) => stream.WriteAsync(Encoding.UTF8.GetBytes(answer), cancel).AsTask())
    {
    }

    /// <summary>Where it listens, on loopback.</summary>
    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>An address there.</summary>
    public Uri Url => new($"http://127.0.0.1:{Port}/health");

    /// <summary>Heads of the requests, in their order.</summary>
    public ConcurrentQueue<string> Requests { get; } = new();

    /// <summary>How many have connected so far.</summary>
    public int Connections => Volatile.Read(ref _accepted);

    /// <summary>An answer that says that all is well.</summary>
    public static string Ok(string body = "") => $"HTTP/1.1 200 OK\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}";

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await _accepting;
        await Task.WhenAll(_connections);
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                Interlocked.Increment(ref _accepted);
                _connections.Add(ServeAsync(client));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or InvalidOperationException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var _ = client;
        await using var stream = client.GetStream();
        try
        {
            while (await ReadHeadAsync(stream) is { } head)
            {
                Requests.Enqueue(head);
                await _answer(head, stream, _stop.Token);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or ObjectDisposedException)
        {
            // The probe has hung up, or the test is over.
        }
    }

    private async Task<string?> ReadHeadAsync(Stream stream)
    {
        var head = new StringBuilder();
        var one = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            if (await stream.ReadAsync(one, _stop.Token) == 0) return null;
            head.Append((char)one[0]);
        }

        return head.ToString();
    }
}
