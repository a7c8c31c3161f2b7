using System.Net;
using Baton.Runtime.Addresses;

namespace Baton.Runtime.Tests.Addresses;

public class AddressTests
{
    [Theory]
    [InlineData("127.0.0.1:0", "127.0.0.1", 0)]
    [InlineData("[::1]:65535", "::1", 65535)]
    [InlineData("robot-2.local.:2661", "robot-2.local.", 2661)]
    [InlineData("1:2", "1", 2)]
    public void Host_and_port_are_read(string text, string host, int port)
    {
        Assert.True(HostPort.TryParse(text, out var address));
        Assert.Equal(new HostPort(host, port), address);
        Assert.Equal(text, address.ToString());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("2661")]
    [InlineData(":2661")]
    [InlineData("host")]
    [InlineData("host:")]
    [InlineData("host:65536")]
    [InlineData("host:-1")]
    [InlineData("host: 1")]
    [InlineData("::1:2661")]
    [InlineData("[127.0.0.1]:1")]
    [InlineData("[::1]")]
    [InlineData("a_b:1")]
    [InlineData("-a:1")]
    [InlineData("a-:1")]
    [InlineData("a..b:1")]
    [InlineData(".:1")]
    [InlineData("a/b:1")]
    public void What_is_no_host_and_port_is_refused(string? text) => Assert.False(HostPort.TryParse(text, out _));

    [Fact]
    public void Names_and_their_labels_have_a_greatest_length()
    {
        var label = new string('a', 63);
        Assert.True(HostPort.TryParse($"{label}:1", out _));
        Assert.False(HostPort.TryParse($"{label}a:1", out _));
        var name = $"{label}.{label}.{label}.{label[..61]}";
        Assert.Equal(253, name.Length);
        Assert.True(HostPort.TryParse($"{name}.:1", out _));
        Assert.False(HostPort.TryParse($"{name}a:1", out _));
    }

    [Theory]
    [InlineData("/run/a.sock", "/run/a.sock")]
    [InlineData("./a.sock", "/srv/robot/a.sock")]
    [InlineData("../a.sock", "/srv/a.sock")]
    [InlineData("/a:1", "/a:1")]
    public void What_begins_as_a_path_is_a_socket_in_the_folder(string text, string path)
    {
        Assert.True(ControlAddress.TryParse(text, "/srv/robot", out var address));
        Assert.Equal(new ControlAddress.Unix(path), address);
    }

    [Fact]
    public void Anything_else_is_host_and_port()
    {
        Assert.True(ControlAddress.TryParse("localhost:2660", "/", out var address));
        Assert.Equal(new ControlAddress.Tcp(new HostPort("localhost", 2660)), address);
        foreach (var text in new[] { null, "", "a.sock", "~/a.sock", "./a\0b" }) Assert.False(ControlAddress.TryParse(text, "/", out _));
    }

    [Theory]
    [InlineData("10.0.0.7", "10.0.0.7", null)]
    [InlineData("10.0.0.7:2661", "10.0.0.7", 2661)]
    [InlineData("fd00::7", "fd00::7", null)]
    [InlineData("[fd00::7]:2661", "fd00::7", 2661)]
    public void A_peer_is_an_address_with_or_without_a_port(string text, string address, int? port)
    {
        Assert.True(PeerAddress.TryParse(text, out var peer));
        Assert.Equal(new PeerAddress(IPAddress.Parse(address), port), peer);
        Assert.Equal(text, peer.ToString());
        Assert.True(peer.Covers(new IPEndPoint(IPAddress.Parse(address), port ?? 5)));
        Assert.Equal(port is null, peer.Covers(new IPEndPoint(IPAddress.Parse(address), 6)));
        Assert.False(peer.Covers(new IPEndPoint(IPAddress.Loopback, port ?? 5)));
    }

    [Fact]
    public void A_peer_is_known_on_a_socket_for_both_versions() =>
        Assert.True(new PeerAddress(IPAddress.Parse("10.0.0.7"), null).Covers(new IPEndPoint(IPAddress.Parse("::ffff:10.0.0.7"), 1)));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("10.7")]
    [InlineData("7")]
    [InlineData("robot.local")]
    [InlineData("robot.local:1")]
    [InlineData("[::1]")]
    [InlineData("10.0.0.7:")]
    public void What_is_no_address_is_no_peer(string? text) => Assert.False(PeerAddress.TryParse(text, out _));
}
