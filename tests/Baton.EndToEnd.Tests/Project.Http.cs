using System.Net.Sockets;

namespace Baton.EndToEnd.Tests;

internal sealed partial class Project
{
    /// <summary>A client of its API, over the Unix socket.</summary>
    public HttpClient Http() => new(new SocketsHttpHandler
    {
        ConnectCallback = async (_, cancel) =>
        {
            var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(System.IO.Path.Combine(Path, ".baton", "baton.sock")), cancel);
            return new NetworkStream(socket, ownsSocket: true);
        },
    })
    {
        BaseAddress = new Uri("http://baton"),
    };
}
