using System.Net;
using Baton.Runtime.Links;
using Baton.Runtime.Wire;

namespace Baton.Runtime.Tests.Wire;

public class TargetTextTests
{
    [Theory]
    [InlineData("127.0.0.1:2662")]
    [InlineData("0.0.0.0:0")]
    [InlineData("255.255.255.255:65535")]
    [InlineData("[::1]:2662")]
    [InlineData("[::]:1")]
    [InlineData("[fe80::1%3]:80")]
    [InlineData("[2001:db8::ff00:42:8329]:80")]
    [InlineData("[::ffff:1.2.3.4]:80")]
    [InlineData("0195fc7b-33e6-70e3-bee1-000000000001")]
    public void Targets_are_written_as_they_are_read(string text)
    {
        Assert.True(TargetText.TryParse(text, out var target));
        Assert.Equal(text, TargetText.Of(target));
    }

    [Theory]
    [InlineData("[::1.2.3.4]:80", "[::102:304]:80")]
    [InlineData("[0:0:0:0:0:0:0:1]:0080", "[::1]:80")]
    [InlineData("[2001:DB8::5efe:1.2.3.4]:80", "[2001:db8::5efe:102:304]:80")]
    public void Other_forms_are_written_in_the_usual_one(string text, string expected)
    {
        Assert.True(TargetText.TryParse(text, out var target));
        Assert.Equal(expected, TargetText.Of(target));
    }

    [Theory]
    [InlineData("")]
    [InlineData("localhost:80")]
    [InlineData("127.0.0.1")]
    [InlineData("127.0.0.1:")]
    [InlineData("127.0.0.1:65536")]
    [InlineData("127.0.0.1:-1")]
    [InlineData("127.0.0.1:+1")]
    [InlineData("127.0.0.1: 1")]
    [InlineData("127.1:80")]
    [InlineData("127.0.0.01:80")]
    [InlineData("0x7f.0.0.1:80")]
    [InlineData("1.2.3.256:80")]
    [InlineData("1.2.3.4.5:80")]
    [InlineData("::1:80")]
    [InlineData("[::1]")]
    [InlineData("[127.0.0.1]:80")]
    [InlineData("[::1/64]:80")]
    [InlineData("[::1%eth0]:80")]
    [InlineData("[::1%]:80")]
    [InlineData("[[::1]]:80")]
    [InlineData("tcp://127.0.0.1:80")]
    public void Everything_else_is_no_target(string text) => Assert.False(TargetText.TryParse(text, out _));

    [Fact]
    public void An_address_is_an_address_and_not_a_number() =>
        Assert.Equal(new LinkTarget.Remote(new IPEndPoint(IPAddress.Parse("10.1.2.3"), 7)), TargetText.TryParse("10.1.2.3:7", out var target) ? target : null);
}
