using System.Net;
using System.Net.Sockets;
using System.Text;
using Baton.Runtime.Addresses;
using Baton.Runtime.Links;
using Baton.Runtime.Routing;

namespace Baton.Runtime.Tests.Routing;

/// <summary>Messages to and from other orchestrators, as datagrams on real sockets.</summary>
public sealed class DatagramTests : IDisposable
{
    private static readonly IPEndPoint Loopback = new(IPAddress.Loopback, 0);

    private readonly RouterUnderTest _router = new(new RouterOptions { Datagrams = Loopback });
    private readonly UdpClient _peer = new(Loopback) { Client = { ReceiveTimeout = 30_000 } };

    public void Dispose()
    {
        _router.Dispose();
        _peer.Dispose();
    }

    private IPEndPoint Peer => (IPEndPoint)_peer.Client.LocalEndPoint!;

    [Fact]
    public async Task A_message_to_another_orchestrator_is_a_bare_datagram_from_the_port_that_takes_them()
    {
        var sender = _router.Connect();
        await _router.Router.SetLinksAsync([new Link("a::T", new LinkTarget.Remote(Peer))]);
        sender.SendLine("""{"Storable":{"type_name":"a::T","value":"{\"value\":12}"}}""");
        IPEndPoint? from = null;
        Assert.Equal("""{"type_name":"a::T","value":"{\"value\":12}"}""", Encoding.UTF8.GetString(_peer.Receive(ref from)));
        Assert.Equal(_router.Router.Datagrams, from);
    }

    [Theory]
    [InlineData("""{"type_name":"a::T","value":"{\"value\":12}"}""")]
    [InlineData(" { \"value\" : \"{\\\"value\\\":12}\" , \"type_name\" : \"a::T\" } \n")]
    public async Task A_datagram_goes_by_the_links_of_its_type(string datagram)
    {
        var target = _router.Connect();
        await _router.Router.SetLinksAsync([RouterUnderTest.To(target), RouterUnderTest.To(target) with { From = target.Id }]);
        Send(datagram);
        Send("""{"type_name":"a::T","value":"2"}""");
        Assert.Equal("""{"Storable":{"type_name":"a::T","value":"{\"value\":12}"}}""", target.ReadLine());
        Assert.Equal([2], target.ReadValues(1));
    }

    [Theory]
    [InlineData("")]
    [InlineData("rubbish")]
    [InlineData("""{"Storable":{"type_name":"a::T","value":"1"}}""")]
    [InlineData("""{"type_name":"a::T","value":"1"},"Telemetry":{}""")]
    [InlineData("""{"type_name":"a::T","value":"1"}{}""")]
    [InlineData("""{"type_name":"a::T"}""")]
    [InlineData("{\"type_name\":\"a::T\",\"value\":\"\\ud800\"}")]
    public async Task Rubbish_is_ignored_and_counted(string datagram)
    {
        var target = _router.Connect();
        await _router.Router.SetLinksAsync([RouterUnderTest.To(target)]);
        Send(datagram);
        Send("""{"type_name":"a::T","value":"2"}""");
        Assert.Equal([2], target.ReadValues(1));
        Assert.Equal(1, _router.Router.Figures.Refused);
    }

    [Theory]
    [InlineData(2035, true)]
    [InlineData(2036, false)]
    [InlineData(2048, false)]
    [InlineData(2049, false)]
    [InlineData(20_000, false)]
    public async Task A_datagram_whose_line_would_be_too_long_is_ignored_and_counted(int length, bool isTaken)
    {
        var target = _router.Connect();
        await _router.Router.SetLinksAsync([RouterUnderTest.To(target)]);
        var empty = """{"type_name":"a::T","value":""}""".Length;
        Send($$"""{"type_name":"a::T","value":"{{new string('x', length - empty)}}"}""");
        Send("""{"type_name":"a::T","value":"2"}""");
        if (isTaken) Assert.Equal(length + 13, target.ReadLine().Length);
        Assert.Equal([2], target.ReadValues(1));
        Assert.Equal(isTaken ? 0 : 1, _router.Router.Figures.Refused);
    }

    [Fact]
    public async Task A_datagram_that_cannot_be_sent_ends_nothing()
    {
        var sender = _router.Connect();
        await _router.Router.SetLinksAsync([new Link("a::T", new LinkTarget.Remote(new IPEndPoint(IPAddress.IPv6Loopback, 9))), new Link("a::T", new LinkTarget.Remote(Peer)), RouterUnderTest.To(sender)]);
        for (var i = 0; i < 3; i++) sender.SendMessage(i);
        Assert.Equal([0, 1, 2], sender.ReadValues(3));
        Assert.Equal([3, 0, 0], _router.Router.Figures.Links.Select(link => link.Dropped));
    }

    [Fact]
    public async Task A_datagram_to_a_closed_port_ends_nothing()
    {
        var sender = _router.Connect();
        var closed = Peer;
        _peer.Dispose();
        await _router.Router.SetLinksAsync([new Link("a::T", new LinkTarget.Remote(closed)), RouterUnderTest.To(sender)]);
        for (var i = 0; i < 10; i++) sender.SendMessage(i);
        Assert.Equal(Enumerable.Range(0, 10), sender.ReadValues(10));
        using var again = new UdpClient(Loopback);
        again.Send("""{"type_name":"a::T","value":"10"}"""u8, _router.Router.Datagrams);
        Assert.Equal([10], sender.ReadValues(1));
    }

    [Theory]
    [InlineData("127.0.0.1", true)]
    [InlineData("127.9.8.7", true)]
    [InlineData("::1", true)]
    [InlineData("::ffff:127.0.0.1", true)]
    [InlineData("192.0.2.1", true)]
    [InlineData("::ffff:192.0.2.1", true)]
    [InlineData("2001:db8::1", true)]
    [InlineData("198.51.100.7", true)]
    [InlineData("192.0.2.2", false)]
    [InlineData("198.51.100.8", false)]
    [InlineData("2001:db8::2", false)]
    [InlineData("128.0.0.1", false)]
    [InlineData("::2", false)]
    public void From_beyond_this_machine_only_peers_and_targets_of_links_may_send(string address, bool isKnown)
    {
        using var socket = new DatagramSocket(Loopback, [new PeerAddress(IPAddress.Parse("192.0.2.1"), null), new PeerAddress(IPAddress.Parse("2001:db8::1"), 2662), new PeerAddress(IPAddress.Parse("192.0.2.2"), 2661)]);
        socket.Know([new Link("b::B", new LinkTarget.Remote(IPEndPoint.Parse("198.51.100.7:9")))]);
        Assert.Equal(isKnown, socket.IsKnown(DatagramSocket.Bytes(new IPEndPoint(IPAddress.Parse(address), 2662))));
    }

    [Fact]
    public void An_address_that_is_taken_is_told_at_once()
    {
        var error = Assert.Throws<Core.BatonException>(() => new RouterUnderTest(new RouterOptions { Datagrams = Peer }));
        Assert.Contains("cannot take messages of other orchestrators", error.Message, StringComparison.Ordinal);
    }

    private void Send(string datagram) => _peer.Send(Encoding.UTF8.GetBytes(datagram), _router.Router.Datagrams);
}
