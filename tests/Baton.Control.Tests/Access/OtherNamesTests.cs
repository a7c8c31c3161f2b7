using System.Net;
using Baton.Control.Access;

namespace Baton.Control.Tests.Access;

/// <summary>Names that the manifest gives, the machine's own, and pages of other sites that may.</summary>
public class OtherNamesTests
{
    [Theory]
    [InlineData("baton.example", "", 200)]
    [InlineData("BATON.example:80", "", 200)]
    [InlineData("baton.example:443", "Origin: https://baton.example:443\r\n", 200)]
    [InlineData("baton.example", "Origin: https://baton.example\r\n", 200)]
    [InlineData("127.0.0.1:PORT", "Origin: https://baton.example\r\n", 200)]
    [InlineData("baton.example", "Origin: https://baton.example:1234\r\n", 403)]
    [InlineData("baton.example", "Origin: ftp://baton.example\r\n", 403)]
    [InlineData("narrow.example:8443", "", 200)]
    [InlineData("narrow.example", "", 403)]
    [InlineData("narrow.example:1", "", 403)]
    [InlineData("other.example", "", 403)]
    [InlineData("xbaton.example", "", 403)]
    [InlineData("MACHINE:PORT", "Origin: http://MACHINE:PORT\r\n", 200)]
    [InlineData("MACHINE:1", "", 403)]
    public async Task Names_of_the_manifest_and_of_the_machine_are_ours(string host, string headers, int status)
    {
        await using var control = await ControlFixture.StartAsync("db");
        control.Access = new AccessRules { Hosts = ["baton.example", "narrow.example:8443"] };
        var text = $"GET /api/v1/system HTTP/1.1\r\nHost: {host}\r\n{headers}Connection: close\r\n\r\n"
            .Replace("PORT", control.Tcp.Port.ToString(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal)
            .Replace("MACHINE", Environment.MachineName, StringComparison.Ordinal);
        Assert.Equal(status, (await RawHttp.ExchangeAsync(control.Tcp, text)).Status);
    }

    [Theory]
    [InlineData("127.0.0.1:8003", "127.0.0.1", true)]
    [InlineData("10.0.0.5:8003", "10.0.0.5", true)]
    [InlineData("10.0.0.5:8003", "::ffff:10.0.0.5", true)]
    [InlineData("[2001:db8::5]:8003", "2001:db8::5", true)]
    [InlineData("[2001:DB8:0::5]:8003", "2001:db8::5", true)]
    [InlineData("10.0.0.6:8003", "10.0.0.5", false)]
    [InlineData("127.0.0.1:8003", "10.0.0.5", false)]
    [InlineData("0.0.0.0:8003", "10.0.0.5", false)]
    [InlineData("10.0.0.5:8004", "10.0.0.5", false)]
    [InlineData("10.0.0.5", "10.0.0.5", false)]
    [InlineData("0xa.0.0.5:8003", "10.0.0.5", false)]
    public void An_address_is_ours_when_it_is_the_one_that_was_connected_to(string host, string at, bool isOwn) =>
        Assert.Equal(isOwn, OwnNames.IsHost(host, IPAddress.Parse(at), 8003, []));

    [Fact]
    [Trait("Defect", "C9-12")]
    public async Task A_page_that_may_is_told_so_on_every_answer_and_asks_first()
    {
        await using var control = await ControlFixture.StartAsync("db");
        control.Access = new AccessRules { CorsOrigins = ["https://tools.example"], Tokens = new TokenSet([AccessToken.Of("ops", Role.Operate, "secret")]) };
        const string Origin = "Origin: https://tools.example\r\n";
        var preflight = await control.SendTcpAsync("OPTIONS", "/api/v1/services/db/start", $"{Origin}Access-Control-Request-Method: POST\r\nAccess-Control-Request-Headers: authorization\r\n");
        Assert.Equal((204, "https://tools.example"), (preflight.Status, preflight.Header("Access-Control-Allow-Origin")));
        // As clients of the health monitors' paths know it.
        var earlier = await control.SendTcpAsync("OPTIONS", "/health/status", $"{Origin}Access-Control-Request-Method: GET\r\n");
        Assert.Equal((200, "https://tools.example"), (earlier.Status, earlier.Header("Access-Control-Allow-Origin")));
        Assert.Contains("POST", preflight.Header("Access-Control-Allow-Methods"), StringComparison.Ordinal);
        Assert.Contains("Authorization", preflight.Header("Access-Control-Allow-Headers"), StringComparison.Ordinal);
        foreach (var (target, key, status) in new[] { ("/api/v1/system", "secret", 200), ("/nowhere", "secret", 404), ("/api/v1/system", "wrong", 403) })
        {
            var answer = await control.SendTcpAsync("GET", target, $"{Origin}X-API-Key: {key}\r\n");
            Assert.Equal((status, "https://tools.example", "Origin"), (answer.Status, answer.Header("Access-Control-Allow-Origin"), answer.Header("Vary")));
            Assert.Null(answer.Header("Access-Control-Allow-Credentials"));
        }
    }

    [Fact]
    [Trait("Defect", "C9-12")]
    public async Task Who_may_not_is_not_answered_before_it_asks_either()
    {
        await using var control = await ControlFixture.StartAsync("db");
        control.Access = new AccessRules { CorsOrigins = ["https://tools.example"] };
        const string Asked = "Access-Control-Request-Method: POST\r\n";
        Assert.Equal(403, (await control.SendTcpAsync("OPTIONS", "/api/v1/system", $"Origin: https://evil.example\r\n{Asked}")).Status);
        Assert.Equal(403, (await control.SendTcpAsync("OPTIONS", "/api/v1/system", $"Origin: http://tools.example\r\n{Asked}")).Status);
        Assert.Equal(405, (await control.SendTcpAsync("OPTIONS", "/api/v1/system", $"Origin: http://{control.Tcp}\r\n{Asked}")).Status);
        Assert.Equal(405, (await control.SendTcpAsync("OPTIONS", "/api/v1/system")).Status);
        Assert.Null((await control.SendTcpAsync("GET", "/api/v1/system")).Header("Access-Control-Allow-Origin"));
    }
}
