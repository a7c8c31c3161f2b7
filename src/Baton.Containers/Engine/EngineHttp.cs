using System.Net.Sockets;

namespace Baton.Containers.Engine;

/// <summary>HTTP over a Unix socket.</summary>
internal static class EngineHttp
{
    private static readonly TimeSpan ConnectLimit = TimeSpan.FromSeconds(5);

    /// <summary>A client whose every request goes to one socket; it has no limit of time of its own.</summary>
    /// <param name="socket">Absolute path.</param>
    public static HttpClient Over(string socket) => new(new SocketsHttpHandler
    {
        ConnectCallback = async (_, cancel) => await ConnectAsync(socket, cancel).ConfigureAwait(false),
        ConnectTimeout = ConnectLimit,
        UseProxy = false,
        UseCookies = false,
        AllowAutoRedirect = false,
        PooledConnectionIdleTimeout = TimeSpan.FromSeconds(10),
    })
    {
        BaseAddress = new Uri("http://engine/"),
        Timeout = Timeout.InfiniteTimeSpan,
    };

    private static async Task<Stream> ConnectAsync(string path, CancellationToken cancel)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancel).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
