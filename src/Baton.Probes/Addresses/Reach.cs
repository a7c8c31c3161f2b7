using System.Net;
using System.Net.Sockets;

namespace Baton.Probes.Addresses;

/// <summary>
/// Resolving and connecting under an <see cref="AddressPolicy"/>. What is checked is the address that is connected to: a name that means
/// another one a moment later gains nothing.
/// </summary>
/// <param name="policy">What is allowed.</param>
/// <param name="lookUp">What a name means; null, as ever, for what this machine says.</param>
/// <param name="waits">The look-up of a name was not begun yet; null, as ever, for those of this machine.</param>
internal sealed class Reach(AddressPolicy policy, Func<string, CancellationToken, Task<IPAddress[]>>? lookUp = null, Func<string, bool>? waits = null)
{
    /// <summary>All addresses.</summary>
    public static Reach Open { get; } = new(AddressPolicy.Open);

    /// <summary>No address needs to be looked at.</summary>
    public bool IsOpen => policy.IsOpen;

    /// <summary>Somebody waits for what this name means, and it was not yet asked for.</summary>
    public bool IsWaiting(string host) => (waits ?? NameLookUp.IsWaiting)(host);

    /// <summary>The addresses of a name that are allowed, at least one.</summary>
    /// <exception cref="SocketException">It cannot be resolved.</exception>
    /// <exception cref="ForbiddenAddressException">None of them is allowed.</exception>
    /// <exception cref="NoTurnException"><paramref name="cancel"/> came before the look-up was begun.</exception>
    public async Task<IPAddress[]> ResolveAsync(string host, CancellationToken cancel)
    {
        var all = IPAddress.TryParse(host, out var literal) ? [literal] : await LookUpAsync(host, cancel);
        if (all.Length == 0) throw new SocketException((int)SocketError.NoData);
        if (policy.IsOpen) return all;
        var allowed = Array.FindAll(all, address => policy.Refusal(address) is null);
        return allowed.Length > 0 ? allowed : throw new ForbiddenAddressException(host, all[0], policy.Refusal(all[0])!);
    }

    /// <summary>A TCP connection to the first of its addresses that accepts one.</summary>
    /// <exception cref="SocketException">None does; that of the last one. One that was accepted and reset at once is a reset connection.</exception>
    /// <exception cref="ForbiddenAddressException">None is allowed.</exception>
    public async ValueTask<Socket> ConnectAsync(string host, int port, CancellationToken cancel)
    {
        var addresses = await ResolveAsync(host, cancel);
        for (var i = 0; ; i++)
        {
            try
            {
                return await ConnectAsync(new IPEndPoint(addresses[i], port), cancel);
            }
            catch (SocketException) when (i < addresses.Length - 1)
            {
                // The next one may accept.
            }
        }
    }

    private async Task<IPAddress[]> LookUpAsync(string host, CancellationToken cancel)
    {
        try
        {
            return await (lookUp ?? NameLookUp.AskAsync)(host, cancel);
        }
        catch (ArgumentException)
        {
            // Longer than any name can be.
            throw new SocketException((int)SocketError.HostNotFound);
        }
    }

    private static async Task<Socket> ConnectAsync(IPEndPoint to, CancellationToken cancel)
    {
        var socket = new Socket(to.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(to, cancel);
            if (IsItself(socket)) throw new SocketException((int)SocketError.ConnectionRefused);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Where nobody listens on a port that is given to outgoing connections, an attempt can be given just that port and meet itself.</summary>
    private static bool IsItself(Socket socket)
    {
        try
        {
            return Equals(socket.LocalEndPoint, socket.RemoteEndPoint);
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.NotConnected)
        {
            // It was accepted, and reset before the other end could be asked for; such a socket is of no more use.
            throw new SocketException((int)SocketError.ConnectionReset);
        }
    }
}
