using System.Net;
using System.Net.Sockets;
using Baton.Probes.Addresses;

namespace Baton.Control.Gateway;

/// <summary>Connects for routes: never to addresses of the link, nor to those at which clouds tell a machine its secrets, whatever a name comes to mean.</summary>
internal static class GuardedConnections
{
    private static readonly HttpRequestOptionsKey<bool> IsConnected = new("connected");

    /// <summary>A connection to the first address of a host that accepts one.</summary>
    public static async ValueTask<Stream> OpenAsync(SocketsHttpConnectionContext context, CancellationToken cancel)
    {
        // The client would connect anew, again and again, for a request whose new connection was closed without a word. How often it is tried says the route.
        if (context.InitialRequestMessage.Options.TryGetValue(IsConnected, out _)) throw new HungUpException();
        context.InitialRequestMessage.Options.Set(IsConnected, true);
        var (host, port) = (context.DnsEndPoint.Host, context.DnsEndPoint.Port);
        var all = IPAddress.TryParse(host, out var literal) ? [literal] : await NameLookUp.AskAsync(host, cancel);
        Exception problem = new SocketException((int)SocketError.HostNotFound);
        foreach (var address in all)
        {
            if (AddressPolicy.Guarded.Refusal(address) is { } refusal)
            {
                problem = new IOException($"{address} is {refusal}");
                continue;
            }

            var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                await socket.ConnectAsync(new IPEndPoint(address, port), cancel);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch (SocketException e)
            {
                socket.Dispose();
                problem = e;
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        }

        throw problem;
    }
}
