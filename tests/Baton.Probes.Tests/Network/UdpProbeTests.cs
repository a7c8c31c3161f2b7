using System.Net;
using System.Net.Sockets;
using System.Text;
using Baton.Probes.Specs;

namespace Baton.Probes.Tests.Network;

public class UdpProbeTests
{
    [Fact]
    public async Task An_answer_is_a_success_when_it_contains_what_is_wanted()
    {
        using var server = Server();
        var echoing = EchoAsync(server, 3);
        Assert.True(Payload.TryParseHex("70 69 6e 67", out var ping));
        Asking.Succeeded(await Asking.AskAsync(To(server, ping)), "answered after");
        Asking.Succeeded(await Asking.AskAsync(To(server, ping) with { Expect = Payload.OfText("ping") }), "answered after");
        Asking.Failed(await Asking.AskAsync(To(server, ping) with { Expect = Payload.OfText("pong") }), FailureKind.Content, ", but the answer does not contain \"pong\"");
        await echoing;
    }

    [Fact]
    public async Task A_closed_port_is_a_refused_connection_when_the_machine_says_so()
    {
        int port;
        using (var server = Server()) port = ((IPEndPoint)server.LocalEndPoint!).Port;
        var result = await Asking.AskAsync(new ProbeSpec.Udp("127.0.0.1", port, Payload.OfText("x")));
        Asking.Failed(result, FailureKind.Refused, "connection refused");
        Assert.Equal(port, result.Failure!.Port);
    }

    [Fact]
    public async Task No_answer_is_a_timeout()
    {
        using var server = Server();
        Asking.Failed(await Asking.AskAsync(To(server, Payload.OfText("x")), TimeSpan.FromMilliseconds(300)), FailureKind.Timeout, "timeout after 300 ms");
    }

    [Fact]
    public async Task What_others_send_is_not_taken_for_the_answer()
    {
        using var server = Server();
        using var stranger = Server();
        var asking = Asking.AskAsync(To(server, Payload.OfText("x")) with { Expect = Payload.OfText("true") });
        var buffer = new byte[100];
        var from = (await server.ReceiveFromAsync(buffer, SocketFlags.None, new IPEndPoint(IPAddress.Any, 0))).RemoteEndPoint;
        await stranger.SendToAsync("forged"u8.ToArray(), from);
        await server.SendToAsync("true"u8.ToArray(), from);
        Asking.Succeeded(await asking, "answered");
    }

    [Fact]
    public async Task The_largest_datagram_and_an_empty_one_are_answers()
    {
        using var server = Server();
        foreach (var size in (int[])[65507, 0])
        {
            var asking = Asking.AskAsync(To(server, Payload.OfText("")));
            var from = (await server.ReceiveFromAsync(new byte[100], SocketFlags.None, new IPEndPoint(IPAddress.Any, 0))).RemoteEndPoint;
            await server.SendToAsync(Encoding.ASCII.GetBytes(new string('x', size)), from);
            Asking.Succeeded(await asking, "answered");
        }
    }

    private static Socket Server()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return socket;
    }

    private static ProbeSpec.Udp To(Socket server, Payload send) => new("127.0.0.1", ((IPEndPoint)server.LocalEndPoint!).Port, send);

    private static async Task EchoAsync(Socket server, int times)
    {
        var buffer = new byte[1000];
        for (var i = 0; i < times; i++)
        {
            var received = await server.ReceiveFromAsync(buffer, SocketFlags.None, new IPEndPoint(IPAddress.Any, 0));
            await server.SendToAsync(buffer.AsMemory(0, received.ReceivedBytes), SocketFlags.None, received.RemoteEndPoint);
        }
    }
}
