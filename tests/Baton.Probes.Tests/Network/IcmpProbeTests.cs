using System.Net.Sockets;
using Baton.Probes.Addresses;
using Baton.Probes.Network;
using Baton.Probes.Specs;

namespace Baton.Probes.Tests.Network;

public class IcmpProbeTests
{
    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("::1")]
    [InlineData("localhost")]
    public async Task This_machine_echoes_where_it_may_be_asked(string host)
    {
        var result = await Asking.AskAsync(new ProbeSpec.Icmp(host));
        // On a machine that permits neither kind of socket, that is what is told.
        if (result.Failure is { Kind: FailureKind.Unable }) Assert.Contains("net.ipv4.ping_group_range", result.Detail, StringComparison.Ordinal);
        else Asking.Succeeded(result, "echoed after");
    }

    [Fact]
    public async Task Where_neither_socket_is_permitted_it_says_how_to_allow_it()
    {
        var tried = new List<SocketType>();
        var result = await AskAsync((_, type) =>
        {
            tried.Add(type);
            throw new SocketException((int)SocketError.AccessDenied);
        });
        Asking.Failed(result, FailureKind.Unable, "allow it with sysctl -w net.ipv4.ping_group_range=\"0 2147483647\", or give it CAP_NET_RAW");
        Assert.Equal([SocketType.Dgram, SocketType.Raw], tried);
    }

    [Fact]
    public async Task Another_trouble_of_opening_is_told_as_it_is() =>
        Asking.Failed(await AskAsync((_, _) => throw new SocketException((int)SocketError.TooManyOpenSockets)), FailureKind.Unable, "connection failed");

    [Fact]
    public void A_reply_is_known_by_what_it_echoes()
    {
        byte[] echoed = [1, 2, 3, 4], reply = [0, 0, 0, 0, 0, 0, 0, 1, 1, 2, 3, 4];
        Assert.True(EchoMessage.IsReply(AddressFamily.InterNetwork, reply, hasIpHeader: false, echoed));
        Assert.True(EchoMessage.IsReply(AddressFamily.InterNetwork, [0x45, .. new byte[19], .. reply], hasIpHeader: true, echoed));
        Assert.False(EchoMessage.IsReply(AddressFamily.InterNetwork, EchoMessage.Request(AddressFamily.InterNetwork, 1, echoed), hasIpHeader: false, echoed));
        Assert.False(EchoMessage.IsReply(AddressFamily.InterNetwork, reply, hasIpHeader: false, [1, 2, 3, 5]));
        Assert.False(EchoMessage.IsReply(AddressFamily.InterNetwork, reply.AsSpan(0, 8), hasIpHeader: false, echoed));
        foreach (var cut in (byte[][])[[], [0x45], [0x4f, .. new byte[19]], [0x40, .. new byte[40]]])
            Assert.False(EchoMessage.IsReply(AddressFamily.InterNetwork, cut, hasIpHeader: true, echoed));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    [InlineData(24)]
    public void A_request_adds_up_to_no_remainder(int length) =>
        Assert.Equal(0, EchoMessage.Checksum(EchoMessage.Request(AddressFamily.InterNetwork, 0xffff, Enumerable.Repeat((byte)0xab, length).ToArray())));

    private static Task<ProbeResult> AskAsync(Func<AddressFamily, SocketType, Socket> open) =>
        new IcmpProbe(new ProbeSpec.Icmp("127.0.0.1"), TimeSpan.FromSeconds(20), TimeProvider.System, Reach.Open, open).ExecuteAsync(CancellationToken.None);
}
