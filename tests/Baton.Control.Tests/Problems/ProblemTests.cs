using System.Text.Json;
using Baton.Contracts;

namespace Baton.Control.Tests.Problems;

/// <summary>What is refused, and how.</summary>
public class ProblemTests
{
    [Fact]
    public async Task A_connection_goes_on_after_a_body_was_read()
    {
        await using var control = await ControlFixture.StartAsync("db");
        var answer = await RawHttp.ExchangeAsync(control.Unix,
            "POST /api/v1/services/stop HTTP/1.1\r\nHost: baton\r\nContent-Length: 2\r\n\r\n{}POST /api/v1/services/stop HTTP/1.1\r\nHost: baton\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}");
        // The second answer follows the first.
        Assert.Contains("HTTP/1.1 200 OK", answer.Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET", "/nothing", 404, "not_found")]
    [InlineData("GET", "/api/v1/ghosts", 404, "not_found")]
    [InlineData("GET", "/api/v1/services/ghost", 404, "not_found")]
    [InlineData("GET", "/api/v1/services/..%2f..%2fetc", 404, "not_found")]
    [InlineData("GET", "/api/v1/services/../../../etc/passwd", 404, "not_found")]
    [InlineData("POST", "/api/v1/services/ghost/start", 404, "not_found")]
    [InlineData("DELETE", "/api/v1/services/db", 405, "method_not_allowed")]
    [InlineData("GET", "/api/v1/services/db/start", 405, "method_not_allowed")]
    [InlineData("GET", "/api/v1/services?limit=0", 422, "invalid_request")]
    [InlineData("GET", "/api/v1/services?limit=1001", 422, "invalid_request")]
    [InlineData("GET", "/api/v1/services?limit=-1", 422, "invalid_request")]
    [InlineData("GET", "/api/v1/services?limit=9999999999999999999999", 422, "invalid_request")]
    [InlineData("GET", "/api/v1/services?limit=1&limit=2", 422, "invalid_request")]
    [InlineData("GET", "/api/v1/services?page=2", 422, "invalid_request")]
    [InlineData("GET", "/api/v1/services?cursor=%00%ff", 422, "invalid_request")]
    [InlineData("GET", "/api/v1/services?cursor=AAAA", 422, "invalid_request")]
    [InlineData("GET", "/api/v1/logs?service=ghost", 404, "not_found")]
    [InlineData("GET", "/api/v1/logs?service=..", 404, "not_found")]
    [InlineData("GET", "/api/v1/logs?service=..%2f..%2fetc%2fpasswd", 404, "not_found")]
    [InlineData("GET", "/api/v1/logs?service=db&run=7", 404, "not_found")]
    [InlineData("GET", "/api/v1/logs?service=db&run=x", 422, "invalid_request")]
    [InlineData("GET", "/api/v1/logs?run=1", 422, "invalid_request")]
    [InlineData("GET", "/api/v1/logs?tail=100001", 422, "invalid_request")]
    [InlineData("GET", "/api/v1/logs?stream=stdin", 422, "invalid_request")]
    [InlineData("GET", "/api/v1/logs?cursor=AQ", 200, null)]
    [InlineData("GET", "/api/v1/logs?cursor=AQEB", 422, "invalid_request")]
    [InlineData("GET", "/api/v1/logs?cursor=AgIC", 422, "invalid_request")]
    [InlineData("GET", "/api/v1/logs?cursor=%2e%2e%2f", 422, "invalid_request")]
    [InlineData("GET", "/api/v1/events?after=-3", 422, "invalid_request")]
    [InlineData("GET", "/api/v1/events?cursor=x", 422, "invalid_request")]
    [InlineData("GET", "/api/v1/system?kill=true", 422, "invalid_request")]
    public async Task A_request_that_makes_no_sense_is_refused(string method, string target, int status, string? code)
    {
        await using var control = await ControlFixture.StartAsync("db");
        var answer = await control.SendAsync(method, target);
        Assert.Equal(status, answer.Status);
        if (code is not null) AssertProblem(answer, code);
        Assert.Empty(control.Bugs);
    }

    [Theory]
    [InlineData("{", 400)]
    [InlineData("not json", 400)]
    [InlineData("[]", 422)]
    [InlineData("null", 422)]
    [InlineData("{\"names\":\"db\"}", 422)]
    [InlineData("{\"name\":[\"db\"]}", 422)]
    [InlineData("{\"names\":[\"../x\"]}", 422)]
    [InlineData("{\"names\":[null]}", 422)]
    [InlineData("{\"timeout_seconds\":0}", 422)]
    [InlineData("{\"timeout_seconds\":3601}", 422)]
    [InlineData("{\"timeout_seconds\":1e300}", 422)]
    public async Task A_body_that_is_not_what_the_address_takes_starts_nothing(string body, int status)
    {
        await using var control = await ControlFixture.StartAsync("db");
        var answer = await control.SendAsync("POST", "/api/v1/services/start", body);
        Assert.Equal(status, answer.Status);
        AssertProblem(answer, "invalid_request");
        Assert.Empty(control.Host.Spawned);
        Assert.Empty(control.Bugs);
    }

    [Fact]
    public async Task A_name_that_does_not_exist_is_told_with_those_that_do()
    {
        await using var control = await ControlFixture.StartAsync("api", "web");
        var answer = await control.SendAsync("GET", "/api/v1/services/ghost");
        Assert.Equal("application/problem+json", answer.Header("Content-Type"));
        var problem = AssertProblem(answer, "not_found");
        Assert.Equal("service \"ghost\" does not exist", problem.Error);
        Assert.Equal("service \"ghost\" does not exist; there are: api, web", problem.Detail);
        Assert.Equal(answer.Header("X-Request-Id"), problem.RequestId);
    }

    [Fact]
    public async Task A_method_that_is_not_taken_is_told_with_those_that_are()
    {
        await using var control = await ControlFixture.StartAsync("db");
        var answer = await control.SendAsync("DELETE", "/api/v1/services/db/start");
        Assert.Equal("POST", answer.Header("Allow"));
    }

    [Fact]
    public async Task A_bug_is_500_tells_nothing_of_itself_and_is_reported()
    {
        await using var control = await ControlFixture.StartAsync("db");
        control.System = () => throw new InvalidOperationException("secret");
        var answer = await control.SendAsync("GET", "/api/v1/system");
        Assert.Equal(500, answer.Status);
        AssertProblem(answer, "internal");
        Assert.DoesNotContain("secret", answer.Body, StringComparison.Ordinal);
        Assert.Equal("secret", Assert.Single(control.Bugs).Message);
    }

    [Fact]
    public async Task A_body_of_more_than_a_mebibyte_is_refused()
    {
        await using var control = await ControlFixture.StartAsync("db");
        var answer = await control.SendAsync("POST", "/api/v1/services/start", new string(' ', (1024 * 1024) + 1));
        Assert.Equal(413, answer.Status);
        AssertProblem(answer, "invalid_request");
    }

    [Fact]
    public async Task A_body_that_claims_to_be_endless_is_refused_by_what_came_of_it()
    {
        await using var control = await ControlFixture.StartAsync("db");
        var chunk = $"10000\r\n{new string(' ', 0x10000)}\r\n";
        var answer = await RawHttp.ExchangeAsync(
            control.Unix, "POST /api/v1/services/start HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n" + string.Concat(Enumerable.Repeat(chunk, 40)));
        Assert.Equal(413, answer.Status);
    }

    [Fact]
    public async Task Headers_of_more_than_32_KiB_are_refused()
    {
        await using var control = await ControlFixture.StartAsync("db");
        var answer = await RawHttp.ExchangeAsync(control.Unix, $"GET /api/v1/system HTTP/1.1\r\nHost: x\r\nX: {new string('a', 40_000)}\r\n\r\n");
        Assert.Equal(431, answer.Status);
    }

    [Fact]
    public async Task A_request_line_of_more_than_32_KiB_is_refused()
    {
        await using var control = await ControlFixture.StartAsync("db");
        var answer = await RawHttp.ExchangeAsync(control.Unix, $"GET /{new string('a', 40_000)} HTTP/1.1\r\nHost: x\r\n\r\n");
        Assert.Equal(414, answer.Status);
    }

    [Fact]
    public async Task What_is_not_HTTP_is_refused()
    {
        await using var control = await ControlFixture.StartAsync("db");
        Assert.Equal(400, (await RawHttp.ExchangeAsync(control.Unix, "hello\r\n\r\n")).Status);
        Assert.Equal(200, (await control.SendAsync("GET", "/api/v1/system")).Status);
    }

    private static Problem AssertProblem(RawAnswer answer, string code)
    {
        var problem = JsonSerializer.Deserialize(answer.Body, WireJson.Default.Problem)!;
        Assert.Equal(code, problem.Code);
        Assert.NotEmpty(problem.Error);
        Assert.NotEmpty(problem.Detail);
        return problem;
    }
}
