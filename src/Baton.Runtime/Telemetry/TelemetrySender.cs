using System.Net.Sockets;
using System.Threading.Channels;
using Baton.Runtime.Addresses;

namespace Baton.Runtime.Telemetry;

/// <summary>
/// Sends what instances measure to a server, each as a line, in the order in which it came. The connection is made for the first one and made again when it breaks;
/// what was being written then is sent again. While nobody takes it, the newest <see cref="MostLines"/> are kept.
/// </summary>
public sealed class TelemetrySender : IAsyncDisposable
{
    /// <summary>How many lines wait at most; of more the oldest are dropped.</summary>
    public const int MostLines = 8192;

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100), LongestPause = TimeSpan.FromSeconds(30), LastWords = TimeSpan.FromSeconds(1);

    private readonly HostPort _server;
    private readonly TimeProvider _time;
    private readonly Action<string> _notice;
    private readonly Channel<byte[]> _lines;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _sending;
    private long _dropped;
    private bool _isTold;

    /// <summary>Begins; nothing is connected before there is something to send.</summary>
    /// <param name="server">Where it listens.</param>
    /// <param name="time">The clock of pauses.</param>
    /// <param name="notice">Told when it cannot be reached, once until it can be again.</param>
    public TelemetrySender(HostPort server, TimeProvider time, Action<string> notice)
    {
        (_server, _time, _notice) = (server, time, notice);
        _lines = Channel.CreateBounded<byte[]>(new BoundedChannelOptions(MostLines) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true }, _ => Interlocked.Increment(ref _dropped));
        _sending = SendAllAsync();
    }

    /// <summary>Lines that nobody took in time.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>Takes a line, without its end. Never waits.</summary>
    public void Send(ReadOnlySpan<byte> json) => _lines.Writer.TryWrite([.. json, (byte)'\n']);

    /// <summary>Sends what waits for at most a second, and closes the connection.</summary>
    public async ValueTask DisposeAsync()
    {
        _lines.Writer.TryComplete();
        await Task.WhenAny(_sending, Task.Delay(LastWords, _time));
        await _stop.CancelAsync();
        await _sending;
        _stop.Dispose();
    }

    private async Task SendAllAsync()
    {
        Socket? socket = null;
        try
        {
            await foreach (var line in _lines.Reader.ReadAllAsync(_stop.Token)) socket = await SendAsync(socket, line);
        }
        catch (OperationCanceledException)
        {
            // The end did not wait longer.
        }
        finally
        {
            socket?.Dispose();
        }
    }

    /// <summary>Sends one line, however long that takes; gives the connection for the next.</summary>
    private async Task<Socket> SendAsync(Socket? socket, byte[] line)
    {
        for (var pause = FirstPause; ; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            try
            {
                socket ??= await ConnectAsync();
                for (ReadOnlyMemory<byte> rest = line; !rest.IsEmpty;) rest = rest[await socket.SendAsync(rest, _stop.Token)..];
                _isTold = false;
                return socket;
            }
            catch (SocketException e)
            {
                socket?.Dispose();
                socket = null;
                if (!_isTold) _notice($"cannot send telemetry to {_server}: {e.Message}; tried again");
                _isTold = true;
            }

            await Task.Delay(pause, _time, _stop.Token);
        }
    }

    private async Task<Socket> ConnectAsync()
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(_server.Host, _server.Port, _stop.Token);
            return socket;
        }
        catch (Exception)
        {
            socket.Dispose();
            throw;
        }
    }
}
