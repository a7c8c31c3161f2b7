using System.Text;
using Baton.TestKit;

namespace Baton.Dashboard.Tests;

/// <summary>A server on loopback that answers with the status it was last told.</summary>
internal sealed class FlippedServer : IAsyncDisposable
{
    private readonly RawServer _server;
    private volatile string _status = "200 OK";

    public FlippedServer() => _server = new RawServer((_, stream, cancel) => stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 {_status}\r\nContent-Length: 0\r\n\r\n"), cancel).AsTask());

    public Uri Url => _server.Url;

    /// <summary>What it answers from now on, as <c>500 Broken</c>.</summary>
    public string Status
    {
        set => _status = value;
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();
}
