namespace Baton.Control.Tests.Endpoints;

public class LogQueriesTests
{
    [Fact]
    public async Task Times_expressions_and_the_run_before_choose_lines()
    {
        await using var control = await ControlFixture.StartAsync("db");
        control.Logs.Write("db", 1, 0, "Error one", "fine", "error two");
        control.Logs.Write("db", 2, 5000, "error three");
        Assert.Equal(
            """
            {"items":[{"service":"db","run":1,"time":"2026-01-01T00:00:00.002Z","stream":"stdout","text":"error two","continued":false},{"service":"db","run":2,"time":"2026-01-01T00:00:05.000Z","stream":"stdout","text":"error three","continued":false}]}
            """,
            (await control.SendAsync("GET", "/api/v1/logs?since=2026-01-01T00:00:00.001Z&grep=error")).Body);
        Assert.Contains("\"error two\"", (await control.SendAsync("GET", "/api/v1/logs?service=db&previous=true&tail=1")).Body, StringComparison.Ordinal);
        var page = await control.SendAsync("GET", "/api/v1/logs?until=2026-01-01T01:00:04%2B01:00&grep=ERR&ignore_case=true&limit=1");
        Assert.Contains("\"Error one\"", page.Body, StringComparison.Ordinal);
        var next = await control.SendAsync("GET", page.Header("Link")!.Split('<', '>')[1]);
        Assert.Contains("\"error two\"", next.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("three", next.Body, StringComparison.Ordinal);
        // The clock of this server stands at midnight.
        Assert.Contains("\"Error one\"", (await control.SendAsync("GET", "/api/v1/logs?since=10m")).Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("since=yesterday", "since")]
    [InlineData("since=2026-01-01T00:00:00", "since")]
    [InlineData("until=10x", "until")]
    [InlineData("until=9223372036854775807y", "until")]
    [InlineData("since=2026-01-02T00:00:00Z&until=2026-01-01T00:00:00Z", "later")]
    [InlineData("grep=(", "expression")]
    [InlineData("ignore_case=yes", "ignore_case")]
    [InlineData("service=db&run=1&previous=true", "previous")]
    [InlineData("sinse=1m", "since")]
    public async Task What_makes_no_sense_is_422_and_says_what_would(string query, string named)
    {
        await using var control = await ControlFixture.StartAsync("db");
        var answer = await control.SendAsync("GET", $"/api/v1/logs?{query}");
        Assert.Equal(422, answer.Status);
        Assert.Contains(named, answer.Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("since=9223372036854775807d", 200)]
    [InlineData("until=9999-12-31T23:59:59.9999999Z&tail=3", 200)]
    [InlineData("since=0001-01-01T00:00:00Z", 200)]
    public async Task Times_at_the_ends_of_the_calendar_are_times(string query, int status)
    {
        await using var control = await ControlFixture.StartAsync("db");
        control.Logs.Write("db", 1, 0, "one");
        var answer = await control.SendAsync("GET", $"/api/v1/logs?{query}");
        Assert.Equal(status, answer.Status);
        Assert.Contains("\"one\"", answer.Body, StringComparison.Ordinal);
    }
}
