using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Baton.Bench.World;

/// <summary>Many HTTP servers on loopback, each with an address of its own, so that each is a host of its own to who asks; they note when each request came.</summary>
internal sealed class ManyServers : IAsyncDisposable
{
    private static readonly byte[] Answer = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"u8.ToArray();

    private readonly CancellationTokenSource _stop = new();
    private readonly Socket[] _listeners;
    private readonly ConcurrentQueue<long>[] _arrivals;
    private readonly Task[] _accepting;

    public ManyServers(int count)
    {
        _listeners = [.. Enumerable.Range(0, count).Select(Listen)];
        _arrivals = [.. _listeners.Select(_ => new ConcurrentQueue<long>())];
        _accepting = [.. Enumerable.Range(0, count).Select(AcceptAsync)];
        Urls = [.. _listeners.Select(listener => new Uri($"http://{listener.LocalEndPoint}/health"))];
    }

    public IReadOnlyList<Uri> Urls { get; }

    /// <summary>When each request came to each server, in ticks of <see cref="Stopwatch"/>.</summary>
    public IReadOnlyList<long[]> Arrivals => [.. _arrivals.Select(queue => queue.ToArray())];

    public void Forget()
    {
        foreach (var queue in _arrivals) queue.Clear();
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        foreach (var listener in _listeners) listener.Dispose();
        await Task.WhenAll(_accepting);
        _stop.Dispose();
    }

    private static Socket Listen(int number)
    {
        var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(new IPAddress([127, 1, (byte)(number / 250), (byte)((number % 250) + 1)]), 0));
        listener.Listen(16);
        return listener;
    }

    private async Task AcceptAsync(int number)
    {
        var served = new List<Task>();
        try
        {
            while (true)
            {
                var connection = await _listeners[number].AcceptAsync(_stop.Token);
                served.RemoveAll(task => task.IsCompleted);
                served.Add(ServeAsync(connection, _arrivals[number]));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(served);
        }
    }

    private async Task ServeAsync(Socket connection, ConcurrentQueue<long> arrivals)
    {
        using (connection)
        {
            var buffer = new byte[2048];
            try
            {
                // A request of a probe has no body and comes in one piece.
                while (await connection.ReceiveAsync(buffer, _stop.Token) > 0)
                {
                    arrivals.Enqueue(Stopwatch.GetTimestamp());
                    await connection.SendAsync(Answer, _stop.Token);
                }
            }
            catch (Exception e) when (e is OperationCanceledException or SocketException)
            {
                // The probe has hung up, or the bench is over.
            }
        }
    }
}
