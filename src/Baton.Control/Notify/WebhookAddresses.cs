using System.Net;
using System.Net.Sockets;
using Baton.Probes.Addresses;

namespace Baton.Control.Notify;

/// <summary>Addresses that a webhook is not sent to unless its target says so: where machines of a cloud ask for their own secrets.</summary>
internal static class WebhookAddresses
{
    private static readonly IPNetwork LinkLocal = IPNetwork.Parse("169.254.0.0/16");
    private static readonly IPAddress[] Metadata = [IPAddress.Parse("fd00:ec2::254"), IPAddress.Parse("100.100.100.200"), IPAddress.Parse("192.0.0.192")];

    /// <summary>True for one of these.</summary>
    public static bool IsPrivate(IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return plain.IsIPv6LinkLocal || Metadata.Contains(plain) || (plain.AddressFamily == AddressFamily.InterNetwork && LinkLocal.Contains(plain));
    }

    /// <summary>Refuses a target that a proxy would be asked for, as far as its address is known here.</summary>
    /// <param name="host">Its name or address.</param>
    /// <param name="ct">Ends the waiting.</param>
    /// <exception cref="IOException">It may not be used.</exception>
    public static async Task RefuseAsync(string host, CancellationToken ct)
    {
        IPAddress[] all;
        try
        {
            all = await NameLookUp.AskAsync(host.Trim('[', ']'), ct);
        }
        catch (SocketException)
        {
            // Behind a proxy names of the world are often not known; then only the proxy can tell.
            return;
        }

        if (Array.Find(all, IsPrivate) is { } address) throw Refused(host, address);
    }

    /// <summary>Connects to the first address that may be used and answers.</summary>
    /// <param name="at">Host and port.</param>
    /// <param name="allowsPrivate">All may be used.</param>
    /// <param name="ct">Ends the waiting.</param>
    /// <exception cref="IOException">None of them may be used.</exception>
    /// <exception cref="SocketException">None of them answers.</exception>
    public static async ValueTask<Stream> ConnectAsync(DnsEndPoint at, bool allowsPrivate, CancellationToken ct)
    {
        var all = await NameLookUp.AskAsync(at.Host, ct);
        var allowed = all.Where(address => allowsPrivate || !IsPrivate(address)).ToArray();
        if (allowed.Length == 0 && all.Length > 0) throw Refused(at.Host, all[0]);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(allowed, at.Port, ct);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static IOException Refused(string host, IPAddress address) =>
        new($"\"{host}\" is at {address}, an address of the link or of a cloud's own services; say allow_private = true if that is meant");
}
