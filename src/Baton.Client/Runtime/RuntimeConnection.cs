using System.Buffers;
using System.Globalization;
using System.Net.Sockets;
using Baton.Client.Http;

namespace Baton.Client.Runtime;

/// <summary>
/// A connection to a control socket: lines, and bytes behind them. Every wait has its limit (<see cref="Patience"/>). What the system says of a broken
/// connection is thrown as it comes (<see cref="IsFailure"/>): only the caller knows how far the exchange was.
/// </summary>
internal sealed class RuntimeConnection : IDisposable
{
    private readonly Socket _socket;
    private readonly TimeProvider _time;
    private readonly ArrayBufferWriter<byte> _buffer = new(4096);
    private int _start;

    private RuntimeConnection(Socket socket, TimeProvider time) => (_socket, _time) = (socket, time);

    /// <summary>How long the other side may take for the next thing it is waited for; infinite where it may take as long as it takes.</summary>
    public TimeSpan Patience { get; set; } = HttpEndpoint.SilenceLimit;

    /// <summary>True for what these methods throw: the connection is broken, or the time over.</summary>
    public static bool IsFailure(Exception e) => e is SocketException or IOException or TimeoutException;

    /// <summary>What the system says of a failure, for people.</summary>
    public static string Reason(Exception e) => e is SocketException failure ? HttpEndpoint.Reason(failure) : e.Message;

    /// <summary>Connects.</summary>
    public static async Task<RuntimeConnection> OpenAsync(RuntimeAddress address, TimeProvider time)
    {
        var (socket, endPoint) = address.Open();
        var connection = new RuntimeConnection(socket, time);
        try
        {
            await connection.LimitedAsync(async limit =>
            {
                await socket.ConnectAsync(endPoint, limit);
                return 0;
            });
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Sends all of it; each piece that the other side takes gives it new time.</summary>
    public async Task SendAsync(ReadOnlyMemory<byte> bytes)
    {
        while (bytes.Length > 0) bytes = bytes[await LimitedAsync(limit => _socket.SendAsync(bytes, SocketFlags.None, limit).AsTask())..];
    }

    /// <summary>A line without its end, which has to be there in time as a whole; valid until the next read.</summary>
    public Task<ReadOnlyMemory<byte>> ReadLineAsync() => LimitedAsync(ReadLineAsync);

    /// <summary>Some bytes behind the lines that were read; 0 when the other side has closed.</summary>
    public async Task<int> ReadAsync(Memory<byte> into)
    {
        var kept = _buffer.WrittenMemory[_start..];
        if (kept.IsEmpty) return await LimitedAsync(limit => _socket.ReceiveAsync(into, SocketFlags.None, limit).AsTask());
        var count = Math.Min(kept.Length, into.Length);
        kept[..count].CopyTo(into);
        _start += count;
        return count;
    }

    /// <inheritdoc/>
    public void Dispose() => _socket.Dispose();

    private async Task<ReadOnlyMemory<byte>> ReadLineAsync(CancellationToken limit)
    {
        for (var seen = 0; ;)
        {
            var rest = _buffer.WrittenMemory[_start..];
            var end = rest.Span[seen..].IndexOf((byte)'\n');
            if (end >= 0)
            {
                _start += seen + end + 1;
                return rest[..(seen + end)];
            }

            seen = rest.Length;
            if (seen > HttpEndpoint.MaxAnswerBytes) throw new IOException($"a line of more than {HttpEndpoint.MaxAnswerBytes} bytes came");
            var read = await _socket.ReceiveAsync(_buffer.GetMemory(4096), SocketFlags.None, limit);
            if (read == 0) throw new IOException("the connection was closed before the answer ended");
            _buffer.Advance(read);
        }
    }

    private async Task<T> LimitedAsync<T>(Func<CancellationToken, Task<T>> step)
    {
        using var limit = new CancellationTokenSource(Patience, _time);
        try
        {
            return await step(limit.Token);
        }
        catch (OperationCanceledException e)
        {
            throw new TimeoutException(string.Create(CultureInfo.InvariantCulture, $"the server has said nothing for {Patience.TotalSeconds:0.#} s"), e);
        }
    }
}
