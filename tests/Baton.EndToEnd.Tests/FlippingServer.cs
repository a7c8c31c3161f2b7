using System.Text;
using Baton.TestKit;

namespace Baton.EndToEnd.Tests;

/// <summary>A server on loopback that answers as it was last told to, well or badly.</summary>
internal sealed class FlippingServer : IAsyncDisposable
{
    /// <summary>What it can do besides answering with a status, by word.</summary>
    private static readonly Dictionary<string, Func<Stream, CancellationToken, Task>> Ways = new()
    {
        ["hang"] = (_, cancel) => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancel),
        ["drop"] = (stream, _) => stream.DisposeAsync().AsTask(),
        ["drip"] = DripAsync,
        ["huge"] = PourAsync,
        ["strange"] = (stream, cancel) => stream.WriteAsync("SSH-2.0-OpenSSH_9.2\r\n"u8.ToArray(), cancel).AsTask(),
        ["redirect"] = (stream, cancel) => SendAsync(stream, "302 Found", "Location: /elsewhere\r\n", cancel),
    };

    private readonly RawServer _server;
    private volatile string _way;
    private bool _isStopped;

    /// <param name="way">A word of the list above, or a status: <c>200 OK</c>.</param>
    public FlippingServer(string way)
    {
        _way = way;
        _server = new RawServer((_, stream, cancel) => Ways.TryGetValue(_way, out var answer) ? answer(stream, cancel) : SendAsync(stream, _way, "", cancel));
    }

    public Uri Url => _server.Url;

    public int Port => _server.Port;

    public int Asked => _server.Requests.Count;

    /// <summary>What it does from now on.</summary>
    public string Way
    {
        set => _way = value;
    }

    /// <summary>Nobody listens there any more.</summary>
    public ValueTask StopAsync()
    {
        _isStopped = true;
        return _server.DisposeAsync();
    }

    public ValueTask DisposeAsync() => _isStopped ? ValueTask.CompletedTask : StopAsync();

    private static Task SendAsync(Stream stream, string status, string headers, CancellationToken cancel) =>
        stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 {status}\r\n{headers}{(status.StartsWith("204", StringComparison.Ordinal) ? "" : "Content-Length: 0\r\n")}\r\n"), cancel).AsTask();

    private static async Task DripAsync(Stream stream, CancellationToken cancel)
    {
        await stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n"u8.ToArray(), cancel);
        while (true)
        {
            await stream.WriteAsync("."u8.ToArray(), cancel);
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, cancel);
        }
    }

    // What is well but much is well: the body is not wanted.
    private static async Task PourAsync(Stream stream, CancellationToken cancel)
    {
        await stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 1000000000\r\n\r\n"u8.ToArray(), cancel);
        for (var piece = new byte[65536]; ;) await stream.WriteAsync(piece, cancel);
    }
}
