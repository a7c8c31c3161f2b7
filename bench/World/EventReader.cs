using System.Globalization;
using System.Net;
using System.Text;

namespace Baton.Bench.World;

/// <summary>A reader of the event stream that checks that no number of an event is missing and notes how late each one is.</summary>
internal sealed class EventReader : IDisposable
{
    private static readonly byte[] EndOfFrame = "\n\n"u8.ToArray();
    private static readonly byte[] Time = "\"time\":\""u8.ToArray();

    private readonly ApiConnection _connection;
    private readonly byte[] _buffer = new byte[256 * 1024];
    private readonly List<double> _late = [];

    private EventReader(ApiConnection connection) => _connection = connection;

    /// <summary>How late each event was, in ms after the time that it carries.</summary>
    public IReadOnlyList<double> Late => _late;

    /// <summary>Events that never came, or out of order.</summary>
    public int Missing { get; private set; }

    /// <summary>Connects to the stream of events from now on; returns when the stream has begun.</summary>
    public static async Task<EventReader> ConnectAsync(IPEndPoint address, bool isNarrow, CancellationToken stop)
    {
        var connection = await ApiConnection.ConnectAsync(address, stop);
        if (isNarrow) connection.Narrow();
        await connection.SendAsync(ApiConnection.Request("GET", "/api/v1/events", address.ToString(), "Accept: text/event-stream\r\n"), stop);
        var reader = new EventReader(connection);
        var head = await connection.ReadSomeAsync(reader._buffer.AsMemory(0, 4096), stop);
        if (!Encoding.ASCII.GetString(reader._buffer, 0, head).StartsWith("HTTP/1.1 200", StringComparison.Ordinal)) throw new InvalidOperationException("no stream");
        return reader;
    }

    /// <summary>Reads until so many events have come.</summary>
    public async Task ReadAsync(int count, CancellationToken stop)
    {
        var (length, last) = (0, 0L);
        while (_late.Count < count)
        {
            var read = await _connection.ReadSomeAsync(_buffer.AsMemory(length), stop);
            if (read == 0) throw new IOException("the stream ended");
            length += read;
            var taken = 0;
            while (_buffer.AsSpan(taken, length - taken).IndexOf(EndOfFrame) is >= 0 and var end)
            {
                last = Take(_buffer.AsSpan(taken, end), last);
                taken += end + EndOfFrame.Length;
            }

            _buffer.AsSpan(taken, length - taken).CopyTo(_buffer);
            length -= taken;
        }
    }

    public void Dispose() => _connection.Dispose();

    private long Take(ReadOnlySpan<byte> frame, long last)
    {
        // Each frame is a chunk of its own or part of one: what stands before "id: " is its length.
        var id = frame.IndexOf("id: "u8);
        if (id < 0) return last;
        var number = frame[(id + 4)..];
        var seq = long.Parse(number[..number.IndexOf((byte)'\n')], CultureInfo.InvariantCulture);
        if (last > 0 && seq != last + 1) Missing++;
        var time = frame[(frame.IndexOf(Time) + Time.Length)..];
        var at = DateTimeOffset.Parse(Encoding.ASCII.GetString(time[..time.IndexOf((byte)'"')]), CultureInfo.InvariantCulture);
        _late.Add((DateTimeOffset.UtcNow - at).TotalMilliseconds);
        return seq;
    }
}
