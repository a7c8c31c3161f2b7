using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Baton.Bench.World;

/// <summary>A client of the control API that costs next to nothing: one connection that is kept, answers that are read and forgotten.</summary>
internal sealed class ApiConnection : IDisposable
{
    private static readonly byte[] EndOfHead = "\r\n\r\n"u8.ToArray();

    private readonly Socket _socket;
    private readonly byte[] _buffer = new byte[1 << 20];

    private ApiConnection(Socket socket) => _socket = socket;

    public static async Task<ApiConnection> ConnectAsync(EndPoint address, CancellationToken stop)
    {
        var socket = address is UnixDomainSocketEndPoint
            ? new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified)
            : new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(address, stop);
        return new ApiConnection(socket);
    }

    /// <summary>Where the daemon behind a Unix socket listens on TCP.</summary>
    public static async Task<IPEndPoint> TcpOfAsync(string socketPath, CancellationToken stop)
    {
        using var connection = await ConnectAsync(new UnixDomainSocketEndPoint(socketPath), stop);
        await connection.SendAsync(Request("GET", "/api/v1/system", "baton"), stop);
        var body = connection.TextOf(await connection.ReceiveAsync(stop));
        const string Scheme = "\"http://";
        var start = body.IndexOf(Scheme, StringComparison.Ordinal);
        if (start < 0) throw new InvalidOperationException($"the daemon does not listen on TCP: {body}");
        return IPEndPoint.Parse(body[(start + Scheme.Length)..body.IndexOf('"', start + Scheme.Length)]);
    }

    public static byte[] Request(string method, string target, string host, string more = "") =>
        Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{method} {target} HTTP/1.1\r\nHost: {host}\r\n{more}{(method == "POST" ? "Content-Length: 0\r\n" : "")}\r\n"));

    public async Task SendAsync(ReadOnlyMemory<byte> request, CancellationToken stop)
    {
        while (request.Length > 0) request = request[await _socket.SendAsync(request, SocketFlags.None, stop)..];
    }

    /// <summary>Reads one answer; how many bytes of body it had, the last of which are still there.</summary>
    public async Task<int> ReceiveAsync(CancellationToken stop)
    {
        var (got, end) = (0, -1);
        while (end < 0)
        {
            got += await ReadAsync(got, stop);
            end = _buffer.AsSpan(0, got).IndexOf(EndOfHead);
        }

        var head = Encoding.ASCII.GetString(_buffer, 0, end);
        if (!head.StartsWith("HTTP/1.1 200", StringComparison.Ordinal)) throw new InvalidOperationException(head);
        var length = LengthOf(head);
        var left = length - (got - end - EndOfHead.Length);
        // A body that does not fit is read over itself.
        while (left > 0) left -= await ReadAsync(got + left <= _buffer.Length ? got : 0, stop, left);
        return length;
    }

    /// <summary>Reads what there is.</summary>
    public ValueTask<int> ReadSomeAsync(Memory<byte> into, CancellationToken stop) => _socket.ReceiveAsync(into, SocketFlags.None, stop);

    /// <summary>Takes as little as it can from now on.</summary>
    public void Narrow() => _socket.ReceiveBufferSize = 4096;

    public void Dispose() => _socket.Dispose();

    private string TextOf(int length)
    {
        var end = _buffer.AsSpan().IndexOf(EndOfHead) + EndOfHead.Length;
        return Encoding.UTF8.GetString(_buffer, end, length);
    }

    private static int LengthOf(string head)
    {
        const string Name = "Content-Length: ";
        var at = head.IndexOf(Name, StringComparison.OrdinalIgnoreCase) + Name.Length;
        var end = head.IndexOf('\r', at);
        return int.Parse(head.AsSpan(at, (end < 0 ? head.Length : end) - at), CultureInfo.InvariantCulture);
    }

    private async Task<int> ReadAsync(int at, CancellationToken stop, int most = int.MaxValue)
    {
        var read = await _socket.ReceiveAsync(_buffer.AsMemory(at, Math.Min(most, _buffer.Length - at)), SocketFlags.None, stop);
        return read > 0 ? read : throw new IOException("the daemon has closed the connection");
    }
}
