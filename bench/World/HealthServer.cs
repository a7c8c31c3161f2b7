using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Baton.Bench.World;

/// <summary>Answers 200 to every request on loopback and notes when each came, by the number that its path is.</summary>
internal sealed class HealthServer : IAsyncDisposable
{
    private static readonly byte[] Answer = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"u8.ToArray();

    private readonly CancellationTokenSource _stop = new();
    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly ConcurrentDictionary<int, ConcurrentQueue<long>> _arrivals = new();
    private readonly Task _accepting;

    public HealthServer()
    {
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen(1024);
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndPoint!).Port;

    /// <summary>When each request came, in ticks of <see cref="Stopwatch"/>, by its number.</summary>
    public IEnumerable<long[]> Arrivals => _arrivals.Values.Select(queue => queue.ToArray());

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Dispose();
        await _accepting;
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        var served = new ConcurrentDictionary<Task, bool>();
        try
        {
            while (true)
            {
                var task = ServeAsync(await _listener.AcceptAsync(_stop.Token));
                served[task] = true;
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(served.Keys);
        }
    }

    private async Task ServeAsync(Socket connection)
    {
        using (connection)
        {
            var buffer = new byte[4096];
            try
            {
                // A request of a probe has no body and comes in one piece.
                for (int count; (count = await connection.ReceiveAsync(buffer, _stop.Token)) > 0;)
                {
                    var now = Stopwatch.GetTimestamp();
                    var path = Encoding.ASCII.GetString(buffer, 0, count).Split(' ')[1];
                    _arrivals.GetOrAdd(int.Parse(path[1..], CultureInfo.InvariantCulture), _ => []).Enqueue(now);
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
