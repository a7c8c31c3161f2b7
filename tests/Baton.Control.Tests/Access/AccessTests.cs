using System.Net;
using Baton.Control.Access;
using Baton.Core;

namespace Baton.Control.Tests.Access;

/// <summary>Who may.</summary>
public class AccessTests
{
    [Theory]
    [InlineData("localhost:PORT", null, 200)]
    [InlineData("LOCALHOST:PORT", null, 200)]
    [InlineData("127.0.0.1:PORT", null, 200)]
    [InlineData("127.1.2.3:PORT", null, 200)]
    [InlineData("[::1]:PORT", null, 200)]
    [InlineData("127.0.0.1:PORT", "http://127.0.0.1:PORT", 200)]
    [InlineData("localhost:PORT", "http://localhost:PORT", 200)]
    [InlineData("localhost", null, 403)]
    [InlineData("localhost:1", null, 403)]
    [InlineData("localhost:PORT0", null, 403)]
    [InlineData("evil.example:PORT", null, 403)]
    [InlineData("localhost.evil.example:PORT", null, 403)]
    [InlineData("127.0.0.1.evil.example:PORT", null, 403)]
    [InlineData("evil.example@127.0.0.1:PORT", null, 400)]
    [InlineData("0.0.0.0:PORT", null, 403)]
    [InlineData("192.168.1.1:PORT", null, 403)]
    [InlineData("2130706433:PORT", null, 403)]
    [InlineData("127.1:PORT", null, 403)]
    [InlineData("[::ffff:10.0.0.1]:PORT", null, 403)]
    [InlineData("", null, 403)]
    [InlineData("127.0.0.1:PORT", "null", 403)]
    [InlineData("127.0.0.1:PORT", "http://evil.example", 403)]
    [InlineData("127.0.0.1:PORT", "http://evil.example:PORT", 403)]
    [InlineData("127.0.0.1:PORT", "https://127.0.0.1:PORT", 403)]
    [InlineData("127.0.0.1:PORT", "http://127.0.0.1:1", 403)]
    [InlineData("127.0.0.1:PORT", "http://127.0.0.1", 403)]
    [InlineData("127.0.0.1:PORT", "", 403)]
    public async Task On_TCP_only_this_machine_by_its_own_names_may(string host, string? origin, int status)
    {
        await using var control = await ControlFixture.StartAsync("db");
        var port = control.Tcp.Port.ToString(System.Globalization.CultureInfo.InvariantCulture);
        var headers = $"Host: {host}\r\n{(origin is null ? "" : $"Origin: {origin}\r\n")}".Replace("PORT", port, StringComparison.Ordinal);
        var answer = await RawHttp.ExchangeAsync(control.Tcp, $"POST /api/v1/system/shutdown HTTP/1.1\r\n{headers}Connection: close\r\n\r\n");
        Assert.Equal(status, answer.Status);
        Assert.Equal(status == 200 ? 1 : 0, control.Shutdowns.Count);
        if (status == 403) Assert.Contains("\"code\":\"forbidden\"", answer.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_hosts_in_one_request_are_refused()
    {
        await using var control = await ControlFixture.StartAsync("db");
        var host = $"Host: {control.Tcp}\r\n";
        Assert.Equal(400, (await RawHttp.ExchangeAsync(control.Tcp, $"GET /api/v1/system HTTP/1.1\r\n{host}{host}\r\n")).Status);
    }

    [Fact]
    public async Task An_address_of_another_server_as_target_does_not_get_around_the_check()
    {
        await using var control = await ControlFixture.StartAsync("db");
        var answer = await RawHttp.ExchangeAsync(
            control.Tcp, "GET http://evil.example/api/v1/system HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n");
        Assert.Equal(403, answer.Status);
    }

    [Fact]
    public async Task Another_user_is_not_answered_on_the_socket()
    {
        await using var control = await ControlFixture.StartAsync(["db"], _ => Peer.OwnUser() + 1);
        var answer = await control.SendAsync("GET", "/api/v1/system");
        Assert.Equal(0, answer.Status);
    }

    [Fact]
    public void Only_the_own_user_and_root_may()
    {
        Assert.True(Peer.IsAllowed(1000, own: 1000));
        Assert.True(Peer.IsAllowed(0, own: 1000));
        Assert.False(Peer.IsAllowed(1001, own: 1000));
        Assert.False(Peer.IsAllowed(1000, own: 0));
        Assert.False(Peer.IsAllowed(uint.MaxValue, own: 1000));
    }

    [Fact]
    public async Task The_user_behind_a_socket_is_known_from_the_kernel()
    {
        await using var control = await ControlFixture.StartAsync(["db"], Peer.UserOf);
        Assert.Equal(200, (await control.SendAsync("POST", "/api/v1/system/shutdown")).Status);
        Assert.Equal($"uid {Peer.OwnUser()}", Assert.Single(control.Shutdowns).Who);
    }

    [Fact]
    public async Task The_socket_is_the_owners_alone_and_goes_when_the_server_stops()
    {
        string path;
        await using (var control = await ControlFixture.StartAsync("db"))
        {
            path = control.SocketPath;
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
            await control.Server.StopAsync("test");
            Assert.False(File.Exists(path));
        }
    }

    [Fact]
    public async Task A_socket_left_by_a_dead_daemon_is_replaced()
    {
        await using var control = await ControlFixture.StartAsync("db");
        await control.Server.StopAsync("test");
        File.WriteAllText(control.SocketPath, "left over");
        await using var next = await ControlServer.StartAsync(control.Options(), control.Sources, CancellationToken.None);
        Assert.Equal(200, (await control.SendAsync("GET", "/api/v1/system")).Status);
    }

    [Fact]
    public async Task A_busy_address_that_was_asked_for_is_an_error_that_says_how_to_find_who_has_it()
    {
        await using var control = await ControlFixture.StartAsync("db");
        var options = control.Options() with { SocketPath = control.SocketPath + "2", Listen = [control.Tcp] };
        var e = await Assert.ThrowsAsync<BatonException>(() => ControlServer.StartAsync(options, control.Sources, CancellationToken.None));
        Assert.Equal(ErrorCode.Unavailable, e.Code);
        Assert.Contains($"cannot listen on {control.Tcp}", e.Message, StringComparison.Ordinal);
        Assert.Contains("shows who does", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_busy_default_address_only_degrades()
    {
        await using var control = await ControlFixture.StartAsync("db");
        var options = control.Options() with { SocketPath = control.SocketPath + "2", Listen = [control.Tcp], IsListenRequested = false };
        await using var other = await ControlServer.StartAsync(options, control.Sources, CancellationToken.None);
        Assert.Equal([options.SocketPath], other.Addresses);
        Assert.Contains($"{control.Tcp} is in use", Assert.Single(other.Degraded), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_beyond_this_machine_is_refused_without_a_token_and_says_what_to_do()
    {
        await using var control = await ControlFixture.StartAsync("db");
        var options = control.Options() with { SocketPath = control.SocketPath + "2", Listen = [new IPEndPoint(IPAddress.Any, 0)] };
        var e = await Assert.ThrowsAsync<BatonException>(() => ControlServer.StartAsync(options, control.Sources, CancellationToken.None));
        Assert.Equal(ErrorCode.InvalidRequest, e.Code);
        Assert.Contains("set ORCHESTRATOR_TOKEN, or token_file in [api]", e.Message, StringComparison.Ordinal);
    }
}
