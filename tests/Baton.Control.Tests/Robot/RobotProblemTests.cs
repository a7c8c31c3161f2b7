using Baton.Contracts;

namespace Baton.Control.Tests.Robot;

/// <summary>Bad input to the robot's API: always one body, never a file.</summary>
public class RobotProblemTests
{
    public static TheoryData<string, string> All => new()
    {
        { "GET", "status" }, { "POST", "start" }, { "POST", "stop" }, { "POST", "restart" }, { "GET", "logs" }, { "GET", "health" },
    };

    [Theory]
    [MemberData(nameof(All))]
    [Trait("Defect", "B9-14")]
    [Trait("Defect", "B9-20")]
    [Trait("Defect", "B9-21")]
    public async Task A_name_that_no_service_has_is_404_and_one_that_none_can_have_touches_no_file(string method, string act)
    {
        await using var control = await ControlFixture.StartAsync("db");
        control.Logs.Append("outside", 1, "secret");
        RobotProblems.AssertOne(await control.SendAsync(method, $"/api/services/{act}/ghost"), 404, "Service 'ghost' not found");
        foreach (var name in new[]
        {
            "..%2foutside", "..%2F..%2Fetc%2Fpasswd", "%2e%2e", "%2e%2e%2foutside", "....", "db%2f..%2fdb", "..\\outside", "a%20b", "%F0%9F%A4%96", "d%C3%A9", "db%0a", "DB", new string('d', 20_000),
        })
        {
            var answer = await control.SendAsync(method, $"/api/services/{act}/{name}");
            RobotProblems.AssertOne(answer, 404);
            Assert.DoesNotContain("secret", answer.Body, StringComparison.Ordinal);
            Assert.True(answer.Body.Length < 1000);
        }

        // What is no HTTP at all is refused before there is an address.
        Assert.Equal(400, (await control.SendAsync(method, $"/api/services/{act}/db%00")).Status);
        Assert.Equal(414, (await control.SendAsync(method, $"/api/services/{act}/{new string('d', 100_000)}")).Status);
        Assert.Empty(control.Host.Spawned);
        Assert.Empty(control.Bugs);
    }

    [Theory]
    [InlineData("GET", "/api/services")]
    [InlineData("GET", "/api/services/")]
    [InlineData("GET", "/api/services/ghost")]
    [InlineData("GET", "/api/services/list/db")]
    [InlineData("GET", "/api/services/status/db/more")]
    [InlineData("GET", "/api/services/status/")]
    [InlineData("GET", "/api/services/logs/%2e%2e/db")]
    public async Task An_address_that_is_not_there_has_the_same_body(string method, string target)
    {
        await using var control = await ControlFixture.StartAsync("db");
        RobotProblems.AssertOne(await control.SendAsync(method, target), 404);
    }

    [Fact]
    public async Task Other_addresses_keep_the_other_body()
    {
        await using var control = await ControlFixture.StartAsync("db");
        foreach (var target in new[] { "/api/servicesx", "/api/", "/api/services2/list" })
            Assert.Contains("\"request_id\"", (await control.SendAsync("GET", target)).Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("POST", "/api/services/list", "GET")]
    [InlineData("DELETE", "/api/services/status/db", "GET")]
    [InlineData("GET", "/api/services/start/db", "POST")]
    [InlineData("PUT", "/api/services/stop/db", "POST")]
    [InlineData("HEAD", "/api/services/restart/db", "POST")]
    public async Task A_method_that_is_not_taken_is_405_with_the_one_that_is(string method, string target, string allowed)
    {
        await using var control = await ControlFixture.StartAsync("db");
        var answer = await control.SendAsync(method, target);
        Assert.Equal((405, allowed), (answer.Status, answer.Header("Allow")));
        if (method != "HEAD") RobotProblems.AssertOne(answer, 405);
        Assert.Empty(control.Host.Commands);
    }

    [Fact]
    public async Task Who_may_not_ask_is_told_so_in_the_same_body()
    {
        await using var control = await ControlFixture.StartAsync("db");
        var answer = await RawHttp.ExchangeAsync(control.Tcp, "POST /api/services/stop/db HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n");
        RobotProblems.AssertOne(answer, 403);
    }

    [Theory]
    [InlineData("true", true)]
    [InlineData("TRUE", true)]
    [InlineData("1", true)]
    [InlineData("Yes", true)]
    [InlineData("on", true)]
    [InlineData("false", false)]
    [InlineData("0", false)]
    [InlineData("NO", false)]
    [InlineData("off", false)]
    [InlineData("false&force=true", true)]
    public async Task The_words_for_force_are_those_its_clients_know(string word, bool isForced)
    {
        await using var control = await ControlFixture.StartAsync("db");
        await control.SendAsync("POST", "/api/services/start/db");
        Assert.Equal(200, (await control.SendAsync("POST", $"/api/services/stop/db?force={word}")).Status);
        Assert.Equal(!isForced, control.Host.Terminated.Any());
    }

    [Theory]
    [InlineData("force=")]
    [InlineData("force=2")]
    [InlineData("force=maybe")]
    [InlineData("force=true&force=maybe")]
    public async Task Any_other_word_is_422_and_stops_nothing(string query)
    {
        await using var control = await ControlFixture.StartAsync("db");
        await control.SendAsync("POST", "/api/services/start/db");
        RobotProblems.AssertOne(await control.SendAsync("POST", $"/api/services/stop/db?{query}"), 422);
        Assert.Single(control.Host.Live);
    }

    [Theory]
    [InlineData("lines=0", 422)]
    [InlineData("lines=1001", 422)]
    [InlineData("lines=-1", 422)]
    [InlineData("lines=", 422)]
    [InlineData("lines=ten", 422)]
    [InlineData("lines=99999999999999999999", 422)]
    [InlineData("lines=1", 200)]
    [InlineData("lines=1000", 200)]
    [InlineData("follow=true&nothing", 200)]
    public async Task Lines_are_1_to_1000_and_what_is_not_known_is_left_alone(string query, int status)
    {
        await using var control = await ControlFixture.StartAsync("db");
        var answer = await control.SendAsync("GET", $"/api/services/logs/db?{query}");
        Assert.Equal(status, answer.Status);
        if (status != 200) RobotProblems.AssertOne(answer, status);
    }

    [Fact]
    public async Task A_body_is_not_needed_and_not_read()
    {
        await using var control = await ControlFixture.StartAsync("db");
        Assert.Equal(200, (await control.SendAsync("POST", "/api/services/start/db", "{")).Status);
        Assert.Equal(ServiceStates.Running, Supervision.Services.PhaseWords.Of(control.Supervisor.Find("db")!.State));
    }
}
