using Baton.Control.Access;
using Baton.Health.Routes;
using Baton.TestKit;

namespace Baton.Control.Tests.Gateway;

/// <summary>Which headers go through, and who may ask.</summary>
public class HeaderTests
{
    private static readonly AccessRules Tokens = new() { Tokens = new TokenSet([AccessToken.Of("ops", Role.Operate, "secret-of-operators"), AccessToken.Of("eyes", Role.Read, "secret-of-readers")]) };

    private static List<string> Names(GatewayFixture gateway) => [.. gateway.Asked[1..].Select(line => line[..line.IndexOf(':', StringComparison.Ordinal)])];

    [Fact]
    [Trait("Defect", "C9-13")]
    public async Task What_speaks_of_one_connection_ends_here_in_both_directions()
    {
        await using var gateway = await GatewayFixture.StartAsync(
            "HTTP/1.1 200 OK\r\nConnection: keep-alive, X-Hop\r\nX-Hop: 1\r\nKeep-Alive: timeout=5\r\nProxy-Authenticate: Basic\r\nTrailer: X-T\r\nUpgrade: h2c\r\nX-Stays: 1\r\nContent-Length: 0\r\n\r\n");
        var answer = await gateway.SendAsync("GET", "/gw", "TE: trailers\r\nKeep-Alive: 5\r\nProxy-Authorization: Basic x\r\nProxy-Connection: keep-alive\r\nX-Stays: 1\r\n");
        Assert.All(["X-Hop", "Keep-Alive", "Proxy-Authenticate", "Trailer", "Upgrade"], name => Assert.Null(answer.Header(name)));
        Assert.Equal("1", answer.Header("X-Stays"));
        Assert.Equal(["Host", "Via", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Stays"], Names(gateway).Order(StringComparer.Ordinal));
        Assert.Contains($"Host: 127.0.0.1:{gateway.Upstream.Port}", gateway.Asked);
    }

    [Fact]
    public async Task A_header_that_connection_names_ends_here()
    {
        await using var gateway = await GatewayFixture.StartAsync(RawServer.Ok());
        using var http = await RawHttp.ConnectAsync(gateway.Control.Tcp);
        await http.SendAsync($"GET /gw HTTP/1.1\r\nHost: {gateway.Control.Tcp}\r\nConnection: X-Mine\r\nX-Mine: 1\r\nX-Other: 1\r\n\r\n");
        await http.ReadUntilAsync("\r\n\r\n");
        Assert.DoesNotContain("X-Mine", Names(gateway));
        Assert.Contains("X-Other", Names(gateway));
    }

    [Fact]
    public async Task What_a_stranger_says_of_those_behind_him_is_replaced_unless_he_is_trusted()
    {
        const string said = "X-Forwarded-For: 9.9.9.9\r\nX-Forwarded-Proto: https\r\nX-Forwarded-Host: evil\r\nForwarded: for=9.9.9.9\r\nX-Real-IP: 9.9.9.9\r\n";
        await using var gateway = await GatewayFixture.StartAsync(RawServer.Ok());
        await gateway.SendAsync("GET", "/gw", said);
        Assert.Contains("X-Forwarded-For: 127.0.0.1", gateway.Asked);
        Assert.Contains("X-Forwarded-Proto: http", gateway.Asked);
        Assert.Contains($"X-Forwarded-Host: {gateway.Control.Tcp}", gateway.Asked);
        Assert.DoesNotContain(gateway.Asked, line => line.Contains("9.9.9.9", StringComparison.Ordinal) || line.Contains("evil", StringComparison.Ordinal));
        gateway.Lead(route => route with { TrustsForwarded = true });
        await gateway.SendAsync("GET", "/gw", said);
        Assert.Contains("X-Forwarded-For: 9.9.9.9, 127.0.0.1", gateway.Asked);
        Assert.Contains("X-Forwarded-Proto: https", gateway.Asked);
        Assert.Contains("Forwarded: for=9.9.9.9", gateway.Asked);
    }

    [Fact]
    [Trait("Defect", "C9-13")]
    public async Task Batons_own_credentials_are_never_handed_on_and_others_only_where_the_route_says_so()
    {
        const string sent = "X-API-Key: secret-of-readers\r\nAuthorization: Bearer of-others\r\nCookie: baton_token_8003=1.2; mine=3\r\n";
        await using var gateway = await GatewayFixture.StartAsync(RawServer.Ok());
        gateway.Control.Access = Tokens;
        Assert.Equal(200, (await gateway.SendAsync("GET", "/gw", sent)).Status);
        Assert.Empty(Names(gateway).Intersect(["X-API-Key", "Authorization", "Cookie"]));
        gateway.Lead(route => route with { ForwardsCredentials = true });
        Assert.Equal(200, (await gateway.SendAsync("GET", "/gw", sent)).Status);
        Assert.DoesNotContain("X-API-Key", Names(gateway));
        Assert.Contains("Authorization: Bearer of-others", gateway.Asked);
        Assert.Contains("Cookie: mine=3", gateway.Asked);
        await gateway.SendAsync("GET", "/gw", "Authorization: Bearer secret-of-operators\r\n");
        Assert.DoesNotContain("Authorization", Names(gateway));
    }

    [Fact]
    public async Task A_route_needs_a_token_as_all_else_unless_it_is_public()
    {
        await using var gateway = await GatewayFixture.StartAsync(RawServer.Ok());
        gateway.Control.Access = Tokens;
        Assert.Equal(401, (await gateway.SendAsync("GET", "/gw")).Status);
        Assert.Equal(403, (await gateway.SendAsync("GET", "/gw", "X-API-Key: wrong\r\n")).Status);
        Assert.Equal(403, (await gateway.SendAsync("POST", "/gw", "X-API-Key: secret-of-readers\r\n")).Status);
        Assert.Empty(gateway.Upstream.Requests);
        Assert.Equal(200, (await gateway.SendAsync("GET", "/gw", "X-API-Key: secret-of-readers\r\n")).Status);
        Assert.Equal(200, (await gateway.SendAsync("POST", "/gw", "X-API-Key: secret-of-operators\r\n")).Status);
        gateway.Lead(route => route with { IsPublic = true });
        Assert.Equal(200, (await gateway.SendAsync("POST", "/gw", "Authorization: Bearer of-others\r\n")).Status);
        Assert.Equal(403, (await gateway.SendAsync("GET", "/gw", "Origin: http://evil.example\r\n")).Status);
        Assert.Equal(403, (await RawHttp.ExchangeAsync(gateway.Control.Tcp, "GET /gw HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n")).Status);
    }

    [Fact]
    public async Task A_page_from_elsewhere_cannot_use_the_session_of_the_dashboard()
    {
        await using var gateway = await GatewayFixture.StartAsync(
            "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Security-Policy: img-src *\r\nSet-Cookie: baton_token_8003=evil\r\nSet-Cookie: mine=1\r\nClear-Site-Data: \"*\"\r\nService-Worker-Allowed: /\r\nContent-Length: 0\r\n\r\n");
        var answer = await gateway.SendAsync("GET", "/gw");
        Assert.Contains("Content-Security-Policy: img-src *\r\nContent-Security-Policy: sandbox allow-scripts", answer.Head, StringComparison.Ordinal);
        Assert.DoesNotContain("allow-same-origin", answer.Head, StringComparison.Ordinal);
        Assert.Equal("mine=1", answer.Header("Set-Cookie"));
        Assert.Null(answer.Header("Clear-Site-Data"));
        Assert.Null(answer.Header("Service-Worker-Allowed"));
    }

    [Fact]
    public async Task An_upgrade_is_refused()
    {
        await using var gateway = await GatewayFixture.StartAsync(RawServer.Ok());
        var answer = await RawHttp.ExchangeAsync(gateway.Control.Tcp, $"GET /gw HTTP/1.1\r\nHost: {gateway.Control.Tcp}\r\nConnection: Upgrade, close\r\nUpgrade: websocket\r\n\r\n");
        Assert.Equal(501, answer.Status);
        Assert.Empty(gateway.Upstream.Requests);
    }

    [Fact]
    public void Every_address_of_the_api_is_kept_from_routes() => Assert.All(Routing.Routes.All.Where(route => route.Path != "/" && !route.GivesWay), route =>
        Assert.NotNull(RoutePath.Problem(route.Path.Split('{')[0].TrimEnd('/'), isExact: true)));
}
