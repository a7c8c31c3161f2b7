using System.Net.Sockets;
using System.Text;
using Baton.TestKit;

namespace Baton.Runtime.Tests.Kit;

/// <summary>A client of the control socket that knows bytes and lines only.</summary>
internal sealed class ControlClient(Socket socket) : IDisposable
{
    private readonly List<byte> _waiting = [];

    public Task SendAsync(string text) => SendAsync(Encoding.UTF8.GetBytes(text));

    public async Task SendAsync(ReadOnlyMemory<byte> bytes)
    {
        while (bytes.Length > 0) bytes = bytes[await socket.SendAsync(bytes)..];
    }

    public void HalfClose() => socket.Shutdown(SocketShutdown.Send);

    /// <summary>The next line without its LF; null at the end.</summary>
    public async Task<string?> ReadLineAsync()
    {
        while (true)
        {
            var end = _waiting.IndexOf((byte)'\n');
            if (end >= 0)
            {
                var line = Encoding.UTF8.GetString([.. _waiting[..end]]);
                _waiting.RemoveRange(0, end + 1);
                return line;
            }

            if (await ReadAsync() == 0) return _waiting.Count == 0 ? null : throw new InvalidDataException("the last line has no end");
        }
    }

    /// <summary>Sends a line and reads the answer.</summary>
    public async Task<string> AskAsync(string line)
    {
        await SendAsync(line + "\n");
        return await ReadLineAsync() ?? throw new InvalidDataException("closed without an answer");
    }

    /// <summary>No more comes.</summary>
    public async Task<bool> IsAtEndAsync() => _waiting.Count == 0 && await ReadAsync() == 0;

    public void Dispose() => socket.Dispose();

    private async Task<int> ReadAsync()
    {
        var buffer = new byte[8192];
        int count;
        try
        {
            count = await Eventually.ReturnsAsync(socket.ReceiveAsync(buffer.AsMemory()).AsTask(), "an answer");
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.ConnectionReset)
        {
            // Closed with something unread.
            count = 0;
        }

        _waiting.AddRange(buffer.AsSpan(0, count));
        return count;
    }
}
