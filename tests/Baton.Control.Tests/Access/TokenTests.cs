using Baton.Control.Access;
using Baton.Control.Routing;

namespace Baton.Control.Tests.Access;

/// <summary>Tokens on TCP.</summary>
public class TokenTests
{
    private const string Operator = "secret-of-operators", Reader = "secret-of-readers";

    private static readonly AccessRules Rules = new()
    {
        Tokens = new TokenSet([AccessToken.Of("ops", Role.Operate, Operator), AccessToken.Of("eyes", Role.Read, Reader)]),
    };

    private static async Task<ControlFixture> StartAsync()
    {
        var control = await ControlFixture.StartAsync("db");
        control.Access = Rules;
        return control;
    }

    [Fact]
    public async Task Without_a_token_the_answer_is_401_and_says_how_to_send_one()
    {
        await using var control = await StartAsync();
        var answer = await control.SendTcpAsync("GET", "/api/v1/system");
        Assert.Equal(401, answer.Status);
        Assert.Equal("Bearer", answer.Header("WWW-Authenticate"));
        Assert.Contains("\"error\":\"missing bearer token\"", answer.Body, StringComparison.Ordinal);
        Assert.Contains("\"detail\":\"missing bearer token; send", answer.Body, StringComparison.Ordinal);
        Assert.Contains("\"code\":\"unauthorized\"", answer.Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Authorization: Bearer wrong\r\n")]
    [InlineData($"Authorization: Bearer {Operator}x\r\n")]
    [InlineData($"Authorization: Bearer {Operator}\r\nAuthorization: Bearer {Operator}\r\n")]
    [InlineData("X-API-Key: wrong\r\n")]
    [InlineData($"X-API-Key: {Operator}\r\nX-API-Key: wrong\r\n")]
    public async Task With_a_wrong_token_the_answer_is_403(string headers)
    {
        await using var control = await StartAsync();
        var answer = await control.SendTcpAsync("GET", "/api/v1/system", headers);
        Assert.Equal(403, answer.Status);
        Assert.Contains("\"error\":\"invalid token\"", answer.Body, StringComparison.Ordinal);
        Assert.Contains("\"code\":\"forbidden\"", answer.Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET", "/")]
    [InlineData("GET", "/health/status")]
    [InlineData("GET", "/health/status/shop")]
    [InlineData("POST", "/health/trigger")]
    [InlineData("GET", "/docs")]
    [InlineData("GET", "/openapi.json")]
    [InlineData("GET", "/api/services/list")]
    [InlineData("POST", "/api/services/stop/db")]
    public async Task On_the_paths_of_the_earlier_systems_it_is_told_in_their_words(string method, string path)
    {
        await using var control = await StartAsync();
        foreach (var (headers, status, words) in new[] { ("", 401, "Missing bearer token"), ("Authorization: Bearer wrong\r\n", 403, "Invalid token"), ("X-API-Key: wrong\r\n", 403, "Invalid token") })
        {
            var answer = await control.SendTcpAsync(method, path, headers);
            Assert.Equal((status, "application/json"), (answer.Status, answer.Header("Content-Type")));
            Assert.Equal(
                RobotRoutes.Covers(path) ? $$"""{"ok":false,"error":"{{words}}","detail":"{{words}}","error_code":"HTTP_{{status}}"}""" : $$"""{"detail":"{{words}}"}""",
                answer.Body);
        }
    }

    [Fact]
    public async Task Whether_it_answers_at_all_is_told_to_everybody()
    {
        await using var control = await StartAsync();
        foreach (var headers in new[] { "", "X-API-Key: wrong\r\n" })
        {
            var answer = await control.SendTcpAsync("GET", "/healthz", headers);
            Assert.Equal((200, "application/json", """{"ok":true}"""), (answer.Status, answer.Header("Content-Type"), answer.Body));
        }

        var refused = await control.SendTcpAsync("POST", "/healthz", body: "");
        Assert.Equal((405, """{"detail":"Method Not Allowed"}"""), (refused.Status, refused.Body));
    }

    [Fact]
    public async Task A_role_that_does_not_suffice_is_named_on_the_paths_of_the_earlier_systems_too()
    {
        await using var control = await StartAsync();
        foreach (var path in new[] { "/health/trigger", "/api/services/stop/db" })
            Assert.Contains("this needs the role \\\"operate\\\"", (await control.SendTcpAsync("POST", path, $"X-API-Key: {Reader}\r\n")).Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData($"Authorization: Bearer {Operator}\r\n")]
    [InlineData($"Authorization: bearer {Operator}\r\n")]
    [InlineData($"X-API-Key: {Operator}\r\n")]
    public async Task With_a_token_that_may_operate_it_is_done_and_told_who_did_it(string headers)
    {
        await using var control = await StartAsync();
        Assert.Equal(200, (await control.SendTcpAsync("POST", "/api/v1/system/shutdown", headers)).Status);
        Assert.Equal("token \"ops\" from 127.0.0.1", Assert.Single(control.Shutdowns).Who);
    }

    [Fact]
    public async Task A_token_that_may_only_look_looks_and_is_told_which_role_it_lacks()
    {
        await using var control = await StartAsync();
        Assert.Equal(200, (await control.SendTcpAsync("GET", "/api/v1/services", $"Authorization: Bearer {Reader}\r\n")).Status);
        var refused = await control.SendTcpAsync("POST", "/api/v1/system/shutdown", $"Authorization: Bearer {Reader}\r\n");
        Assert.Equal(403, refused.Status);
        Assert.Contains("this needs the role \\\"operate\\\"", refused.Body, StringComparison.Ordinal);
        Assert.Empty(control.Shutdowns);
    }

    [Fact]
    public async Task The_Unix_socket_needs_no_token()
    {
        await using var control = await StartAsync();
        Assert.Equal(200, (await control.SendAsync("POST", "/api/v1/system/shutdown")).Status);
        Assert.Single(control.Shutdowns);
    }

    [Fact]
    public async Task A_page_learns_whether_a_token_is_needed_and_what_its_own_allows()
    {
        await using var control = await StartAsync();
        Assert.Equal("""{"required":true,"role":"none"}""", (await control.SendTcpAsync("GET", "/api/v1/session")).Body);
        Assert.Equal("""{"required":true,"role":"none"}""", (await control.SendTcpAsync("GET", "/api/v1/session", "X-API-Key: wrong\r\n")).Body);
        Assert.Equal("""{"required":true,"role":"read","name":"eyes"}""", (await control.SendTcpAsync("GET", "/api/v1/session", $"X-API-Key: {Reader}\r\n")).Body);
        Assert.Equal("""{"required":false,"role":"operate"}""", (await control.SendAsync("GET", "/api/v1/session")).Body);
        control.Access = AccessRules.Default;
        Assert.Equal("""{"required":false,"role":"operate"}""", (await control.SendTcpAsync("GET", "/api/v1/session")).Body);
    }

    [Fact]
    public async Task Every_answer_forbids_browsers_to_guess_and_to_tell_where_they_came_from()
    {
        await using var control = await StartAsync();
        foreach (var target in new[] { "/api/v1/session", "/api/v1/system", "/nowhere" })
        {
            var answer = await control.SendTcpAsync("GET", target);
            Assert.Equal("nosniff", answer.Header("X-Content-Type-Options"));
            Assert.Equal("no-referrer", answer.Header("Referrer-Policy"));
        }
    }
}
