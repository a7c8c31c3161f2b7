using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Baton.Control.Tests;

/// <summary>Sends bytes as they are and reads the answer as it comes.</summary>
internal sealed class RawHttp : IDisposable
{
    private readonly Socket _socket;

    private RawHttp(Socket socket) => _socket = socket;

    public static async Task<RawHttp> ConnectAsync(EndPoint address, IPAddress? from = null)
    {
        var socket = address is UnixDomainSocketEndPoint
            ? new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified)
            : new Socket(SocketType.Stream, ProtocolType.Tcp);
        if (from is not null) socket.Bind(new IPEndPoint(from, 0));
        await socket.ConnectAsync(address);
        return new RawHttp(socket);
    }

    /// <summary>One whole exchange: status, head and body.</summary>
    public static async Task<RawAnswer> ExchangeAsync(EndPoint address, string request)
    {
        using var http = await ConnectAsync(address);
        await http.SendAsync(request);
        return RawAnswer.Parse(await http.ReadToEndAsync());
    }

    public async Task SendAsync(string text)
    {
        try
        {
            ReadOnlyMemory<byte> bytes = Encoding.UTF8.GetBytes(text);
            while (bytes.Length > 0) bytes = bytes[await _socket.SendAsync(bytes)..];
        }
        catch (SocketException)
        {
            // The server may refuse and close before it has read all; what it said is read next.
        }
    }

    public async Task<string> ReadToEndAsync()
    {
        var text = new StringBuilder();
        while (await ReadAsync() is { Length: > 0 } more) text.Append(more);
        return text.ToString();
    }

    /// <summary>Reads until <paramref name="mark"/> has come, and returns all of it.</summary>
    public async Task<string> ReadUntilAsync(string mark)
    {
        var text = "";
        while (!text.Contains(mark, StringComparison.Ordinal))
        {
            var more = await ReadAsync();
            if (more.Length == 0) throw new InvalidOperationException($"the connection ended before \"{mark}\": {text}");
            text += more;
        }

        return text;
    }

    /// <summary>What there is now, or comes next; empty at the end.</summary>
    public Task<string> ReadSomeAsync() => ReadAsync();

    public void Dispose() => _socket.Dispose();

    private async Task<string> ReadAsync()
    {
        var buffer = new byte[16 * 1024];
        try
        {
            return Encoding.UTF8.GetString(buffer, 0, await _socket.ReceiveAsync(buffer).WaitAsync(TestKit.Eventually.Limit));
        }
        catch (SocketException)
        {
            return "";
        }
    }
}
