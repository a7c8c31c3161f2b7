using Baton.Control.Access;

namespace Baton.Control.Tests.Endpoints;

/// <summary>What a service is run with.</summary>
public class LaunchTests
{
    [Fact]
    public async Task It_is_given_through_the_socket()
    {
        await using var control = await ControlFixture.StartAsync("db");
        var answer = await control.SendAsync("GET", "/api/v1/services/db/launch");
        Assert.Equal((200, $$"""{"name":"db","command":["true"],"working_directory":"/","environment":{},"daemon_uid":{{Peer.OwnUser()}}}"""), (answer.Status, answer.Body));
        Assert.Equal(404, (await control.SendAsync("GET", "/api/v1/services/ghost/launch")).Status);
    }

    [Fact]
    public async Task On_tcp_it_is_forbidden_since_it_can_hold_secrets()
    {
        await using var control = await ControlFixture.StartAsync("db");
        var answer = await RawHttp.ExchangeAsync(control.Tcp, $"GET /api/v1/services/db/launch HTTP/1.1\r\nHost: {control.Tcp}\r\nConnection: close\r\n\r\n");
        Assert.Equal(403, answer.Status);
        Assert.DoesNotContain("environment\":", answer.Body, StringComparison.Ordinal);
    }
}
