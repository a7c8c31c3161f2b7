using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Baton.Probes.Addresses;
using Baton.Probes.Execution;
using Baton.Probes.Specs;

namespace Baton.Probes.Network;

/// <summary>
/// Sends an ICMP echo request, by a ping socket, which needs no right where the kernel's settings allow it, else by a raw socket, which
/// needs one.
/// </summary>
internal sealed class IcmpProbe(
    ProbeSpec.Icmp spec, TimeSpan timeout, TimeProvider time, Reach reach, Func<AddressFamily, SocketType, Socket> open) : IProbe
{
    private const string NotPermitted =
        "cannot send ICMP: Baton may open neither a ping socket nor a raw one; allow it with sysctl -w net.ipv4.ping_group_range=\"0 2147483647\", or give it CAP_NET_RAW";

    private const int EchoedLength = 24;
    private const int SolIp = 0, IpRecvErr = 11, SolIpv6 = 41, Ipv6RecvErr = 25;

    public Task<ProbeResult> ExecuteAsync(CancellationToken cancel) => Attempt.RunAsync(time, timeout, new Peer(spec.Host), AskAsync, cancel);

    /// <summary>A socket for ICMP of that version and kind.</summary>
    public static Socket Open(AddressFamily family, SocketType type) =>
        new(family, type, family == AddressFamily.InterNetwork ? ProtocolType.Icmp : ProtocolType.IcmpV6);

    private async Task<Verdict> AskAsync(CancellationToken cancel)
    {
        try
        {
            var address = (await reach.ResolveAsync(spec.Host, cancel))[0];
            using var socket = OpenPermitted(address.AddressFamily);
            if (socket is null) return Verdict.Trouble(FailureKind.Unable, NotPermitted);
            await socket.ConnectAsync(new IPEndPoint(address, 0), cancel);
            await EchoAsync(socket, cancel);
            return Verdict.Good("echoed");
        }
        catch (ForbiddenAddressException e)
        {
            return Verdict.Trouble(FailureKind.Forbidden, e.Message);
        }
        catch (SocketException e)
        {
            return SocketTrouble.VerdictOf(e, spec.Host);
        }
    }

    private static async Task EchoAsync(Socket socket, CancellationToken cancel)
    {
        var echoed = RandomNumberGenerator.GetBytes(EchoedLength);
        await socket.SendAsync(EchoMessage.Request(socket.AddressFamily, (ushort)RandomNumberGenerator.GetInt32(ushort.MaxValue + 1), echoed), cancel);
        // A raw socket also gets the replies to others, and a request to this machine itself.
        var hasIpHeader = socket is { SocketType: SocketType.Raw, AddressFamily: AddressFamily.InterNetwork };
        var packet = new byte[512];
        while (true)
        {
            var length = await socket.ReceiveAsync(packet, cancel);
            if (EchoMessage.IsReply(socket.AddressFamily, packet.AsSpan(0, length), hasIpHeader, echoed)) return;
        }
    }

    private Socket? OpenPermitted(AddressFamily family)
    {
        foreach (var type in (SocketType[])[SocketType.Dgram, SocketType.Raw])
        {
            try
            {
                var socket = open(family, type);
                // So that it is told at once when a router says that there is no way.
                if (family == AddressFamily.InterNetwork) socket.SetRawSocketOption(SolIp, IpRecvErr, BitConverter.GetBytes(1));
                else socket.SetRawSocketOption(SolIpv6, Ipv6RecvErr, BitConverter.GetBytes(1));
                return socket;
            }
            catch (SocketException e) when (e.SocketErrorCode is SocketError.AccessDenied or SocketError.ProtocolNotSupported)
            {
                // The other kind may be permitted.
            }
        }

        return null;
    }
}
