using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Baton.TestKit;

/// <summary>A real HTTP server on a free loopback port that takes what is sent to it, and answers as a test says.</summary>
public sealed class WebhookServer : IAsyncDisposable
{
    /// <summary>What a server says that is content.</summary>
    public const string Ok = "HTTP/1.1 200 OK\r\nContent-Length: 6\r\nConnection: close\r\n\r\nthanks";

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _over = new();
    private readonly Task _running;
    private int _count;

    /// <summary>Begins to listen.</summary>
    public WebhookServer()
    {
        _listener.Start();
        _running = RunAsync();
    }

    /// <summary>The answer to the request of that number, from 1; null: none, and the connection stays open.</summary>
    public Func<int, string?> Answer { get; set; } = static _ => Ok;

    /// <summary>The requests so far: head and body.</summary>
    public ConcurrentQueue<(string Head, string Body)> Requests { get; } = new();

    /// <summary>The bodies so far.</summary>
    public IReadOnlyList<string> Bodies => [.. Requests.Select(request => request.Body)];

    /// <summary>Its address.</summary>
    public Uri Url => new(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/hook/secret"));

    /// <summary>An answer with no body.</summary>
    public static string Status(int status, string headers = "") => string.Create(CultureInfo.InvariantCulture, $"HTTP/1.1 {status} So\r\nContent-Length: 0\r\nConnection: close\r\n{headers}\r\n");

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _over.CancelAsync();
        _listener.Stop();
        await _running;
        _over.Dispose();
    }

    private async Task RunAsync()
    {
        var serving = new List<Task>();
        try
        {
            while (true) serving.Add(ServeAsync(await _listener.AcceptTcpClientAsync(_over.Token)));
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }

        await Task.WhenAll(serving);
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                var stream = client.GetStream();
                var request = await ReadAsync(stream);
                Requests.Enqueue(request);
                if (Answer(Interlocked.Increment(ref _count)) is { } answer) await stream.WriteAsync(Encoding.UTF8.GetBytes(answer), _over.Token);
                else await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, _over.Token);
            }
            catch (Exception e) when (e is IOException or OperationCanceledException)
            {
                // Whoever asked has gone, or the test is over.
            }
        }
    }

    private async Task<(string Head, string Body)> ReadAsync(NetworkStream stream)
    {
        var bytes = new List<byte>();
        var buffer = new byte[4096];
        while (true)
        {
            var text = Encoding.UTF8.GetString([.. bytes]);
            var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
            if (end >= 0)
            {
                var length = text[..end].Split("\r\n").Where(line => line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase))
                    .Select(line => int.Parse(line["Content-Length:".Length..], CultureInfo.InvariantCulture)).FirstOrDefault();
                if (bytes.Count - Encoding.UTF8.GetByteCount(text[..(end + 4)]) >= length) return (text[..end], text[(end + 4)..]);
            }

            var read = await stream.ReadAsync(buffer, _over.Token);
            if (read == 0) throw new IOException("it ended early");
            bytes.AddRange(buffer.AsSpan(0, read));
        }
    }
}
