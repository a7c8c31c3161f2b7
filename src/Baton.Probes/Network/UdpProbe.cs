using System.Buffers;
using System.Net;
using System.Net.Sockets;
using Baton.Probes.Addresses;
using Baton.Probes.Execution;
using Baton.Probes.Specs;

namespace Baton.Probes.Network;

/// <summary>Sends one datagram and judges the first that comes back from there. That nobody listens is told where the machine says so (by ICMP).</summary>
internal sealed class UdpProbe(ProbeSpec.Udp spec, TimeSpan timeout, TimeProvider time, Reach reach) : IProbe
{
    private const int LargestDatagram = 65535;

    public Task<ProbeResult> ExecuteAsync(CancellationToken cancel) => Attempt.RunAsync(time, timeout, new Peer(spec.Host, spec.Port), AskAsync, cancel);

    private async Task<Verdict> AskAsync(CancellationToken cancel)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(LargestDatagram);
        try
        {
            var address = (await reach.ResolveAsync(spec.Host, cancel))[0];
            using var socket = new Socket(address.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
            // A connected socket takes nothing from others, and is told when the port is closed.
            await socket.ConnectAsync(new IPEndPoint(address, spec.Port), cancel);
            if (Equals(socket.LocalEndPoint, socket.RemoteEndPoint)) return Verdict.Trouble(FailureKind.Refused, "connection refused");
            await socket.SendAsync(spec.Send.Bytes, cancel);
            var length = await socket.ReceiveAsync(buffer.AsMemory(0, LargestDatagram), cancel);
            return spec.Expect is not { } wanted || buffer.AsSpan(0, length).IndexOf(wanted.Bytes.Span) >= 0
                ? Verdict.Good("answered")
                : Verdict.Bad(FailureKind.Content, "answered", $", but the answer does not contain {wanted}");
        }
        catch (ForbiddenAddressException e)
        {
            return Verdict.Trouble(FailureKind.Forbidden, e.Message);
        }
        catch (SocketException e)
        {
            return SocketTrouble.VerdictOf(e, spec.Host);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
