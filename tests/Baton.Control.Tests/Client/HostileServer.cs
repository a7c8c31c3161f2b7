using System.Net.Sockets;
using System.Text;
using Baton.TestKit;

namespace Baton.Control.Tests.Client;

/// <summary>Answers every connection with given bytes, whatever was asked, then closes.</summary>
internal sealed class HostileServer : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly Task _serving;

    public HostileServer(string answer)
    {
        _listener.Bind(new UnixDomainSocketEndPoint(Path));
        _listener.Listen();
        _serving = ServeAsync(Encoding.Latin1.GetBytes(answer));
    }

    public string Path => _folder["s"];

    /// <summary>What the last client sent.</summary>
    public string Request { get; private set; } = "";

    private async Task ServeAsync(byte[] answer)
    {
        try
        {
            while (true)
            {
                using var connection = await _listener.AcceptAsync();
                var buffer = new byte[64 * 1024];
                Request = Encoding.Latin1.GetString(buffer, 0, await connection.ReceiveAsync(buffer));
                for (ReadOnlyMemory<byte> rest = answer; rest.Length > 0;) rest = rest[await connection.SendAsync(rest)..];
            }
        }
        catch (SocketException)
        {
            // The test is over, or the client closed on what it was sent.
        }
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Dispose();
        await _serving;
        _folder.Dispose();
    }
}
