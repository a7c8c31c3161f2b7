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
        ["text"] = (stream, cancel) => SendBodyAsync(stream, "all is well", cancel),
        ["json"] = (stream, cancel) => SendBodyAsync(stream, "{ \"queue\": 3, \"parts\": {\"db\": \"ok\"} }", cancel),
        ["redirect"] = (stream, cancel) => SendAsync(stream, "302 Found", "Location: /elsewhere\r\n", cancel),
    };

    private RawServer _server;
    private volatile string _way;
    private int _askedBefore;
    private bool _isStopped;

    /// <param name="way">A word of the list above, or a status: <c>200 OK</c>.</param>
    public FlippingServer(string way)
    {
        _way = way;
        _server = new RawServer(AnswerAsync);
        (Port, Url) = (_server.Port, _server.Url);
    }

    public Uri Url { get; }

    public int Port { get; }

    public int Asked => _askedBefore + _server.Requests.Count;

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

    /// <summary>Listens there again.</summary>
    public void Listen()
    {
        _askedBefore = Asked;
        _server = new RawServer(AnswerAsync, Port);
        _isStopped = false;
    }

    public ValueTask DisposeAsync() => _isStopped ? ValueTask.CompletedTask : StopAsync();

    private Task AnswerAsync(string head, Stream stream, CancellationToken cancel) => Ways.TryGetValue(_way, out var answer) ? answer(stream, cancel) : SendAsync(stream, _way, "", cancel);

    private static Task SendAsync(Stream stream, string status, string headers, CancellationToken cancel) =>
        stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 {status}\r\n{headers}{(status.StartsWith("204", StringComparison.Ordinal) ? "" : "Content-Length: 0\r\n")}\r\n"), cancel).AsTask();

    private static Task SendBodyAsync(Stream stream, string body, CancellationToken cancel) =>
        stream.WriteAsync(Encoding.UTF8.GetBytes(RawServer.Ok(body)), cancel).AsTask();

    private static async Task DripAsync(Stream stream, CancellationToken cancel)
    {
        await stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n"u8.ToArray(), cancel);
        while (true)
        {
            await stream.WriteAsync("."u8.ToArray(), cancel);
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, cancel);
        }
    }

    // Well by its status, and without an end.
    private static async Task PourAsync(Stream stream, CancellationToken cancel)
    {
        await stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 1000000000\r\n\r\n"u8.ToArray(), cancel);
        for (var piece = new byte[65536]; ;) await stream.WriteAsync(piece, cancel);
    }
}
