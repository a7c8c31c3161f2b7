using System.Net;
using Baton.Core;
using Baton.Daemon.Startup;

namespace Baton.Daemon.Tests.Startup;

public class ListenChoiceTests
{
    [Theory]
    [InlineData("127.0.0.1:1 [::1]:2", "3", ":4", "127.0.0.1:1 [::1]:2", true)]
    [InlineData("none", "3", ":4", "", true)]
    [InlineData(null, "3", ":4", "127.0.0.1:3", false)]
    [InlineData(null, "0", "0.0.0.0:4", "127.0.0.1:0", false)]
    [InlineData(null, "", "0.0.0.0:4 localhost:5", "0.0.0.0:4 127.0.0.1:5", true)]
    [InlineData(null, null, "", "", true)]
    [InlineData(null, null, null, "127.0.0.1:8003", false)]
    [InlineData("", null, null, "127.0.0.1:8003", false)]
    public void The_command_line_wins_over_the_variable_that_over_the_manifest(string? asked, string? port, string? inManifest, string expected, bool isRequested)
    {
        var choice = ListenChoice.Of(asked?.Split(' ', StringSplitOptions.RemoveEmptyEntries), port, inManifest?.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal(expected, string.Join(' ', choice.Addresses));
        Assert.Equal(isRequested, choice.IsRequested);
    }

    [Theory]
    [InlineData("127.0.0.1", null)]
    [InlineData("none :80", null)]
    [InlineData(":80 :80", null)]
    [InlineData("example.org:80", null)]
    [InlineData(":1 :2 :3 :4 :5 :6 :7 :8 :9", null)]
    [InlineData(null, "80x")]
    [InlineData(null, "65536")]
    [InlineData(null, "-1")]
    public void What_is_no_address_is_refused(string? asked, string? port)
    {
        var e = Assert.Throws<BatonException>(() => ListenChoice.Of(asked?.Split(' '), port, null));
        Assert.Equal(ErrorCode.InvalidRequest, e.Code);
        Assert.StartsWith("cannot listen on ", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("127.0.0.1:1 [::1]:2", null)]
    [InlineData(":1 0.0.0.0:2", "0.0.0.0:2")]
    [InlineData("[::]:2", "[::]:2")]
    [InlineData("10.0.0.5:2", "10.0.0.5:2")]
    public void What_others_can_reach_is_known(string asked, string? open) =>
        Assert.Equal(open is null ? null : IPEndPoint.Parse(open), ListenChoice.Of(asked.Split(' '), null, null).Open);
}
