using Baton.Control.Access;
using Baton.Health.Monitors;
using Baton.Probes.Specs;

namespace Baton.Control.Tests.Monitors;

/// <summary>Reports of those that nobody asks, over real HTTP.</summary>
public sealed class PushTests
{
    private const string Token = "0123456789abcdef-backup";

    private static readonly MonitorDefinition Backup = new("backup", new ProbeSpec.Push(Token)) { Timing = new ProbeTiming { Interval = TimeSpan.FromSeconds(60) } };

    [Fact]
    public async Task A_report_counts_in_the_query_and_as_JSON_and_silence_is_a_failure()
    {
        await using var control = await ControlFixture.StartWatchingAsync(Backup);
        Assert.Equal("""{"ok":true}""", (await control.SendAsync("POST", $"/api/v1/push/{Token}?status=up&msg=done&ping=12.5")).Body);
        var up = await MonitorApiTests.GetAsync(control, "backup");
        Assert.Equal(("push", null, "healthy", 12.5, "done"), (up.Kind, up.Target, up.Health, up.ResponseTimeMs, up.Recent![^1].Text));
        Assert.Equal(200, (await control.SendAsync("POST", $"/api/v1/push/{Token}", """{"status":"down","msg":"disk full"}""")).Status);
        var down = await MonitorApiTests.GetAsync(control, "backup");
        Assert.Equal(("unhealthy", "disk full", 2L), (down.Health, down.Error, down.TotalChecks));
        // As programs know it that send an empty value.
        Assert.Equal(200, (await control.SendAsync("POST", $"/api/v1/push/{Token}?status=up&msg=OK&ping=")).Status);
        control.Time.Advance(TimeSpan.FromSeconds(61));
        await MonitorApiTests.CountedAsync(control, "backup", 4);
        Assert.Equal("no report for 60 s", (await MonitorApiTests.GetAsync(control, "backup")).Error);
    }

    [Fact]
    public async Task Its_token_is_all_that_is_needed_and_no_other_will_do()
    {
        await using var control = await ControlFixture.StartWatchingAsync(Backup);
        control.Access = new AccessRules { Tokens = new TokenSet([AccessToken.Of("ops", Role.Operate, "secret-of-operators")]) };
        Assert.Equal(401, (await control.SendTcpAsync("GET", "/api/v1/monitors/backup")).Status);
        Assert.Equal(200, (await control.SendTcpAsync("POST", $"/api/v1/push/{Token}")).Status);
        foreach (var wrong in (string[])[$"{Token}x", Token[..^1], Token.ToUpperInvariant(), "backup"])
        {
            var answer = await control.SendTcpAsync("POST", $"/api/v1/push/{wrong}");
            Assert.Equal(404, answer.Status);
            Assert.DoesNotContain("backup", answer.Body, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("?status=perhaps", null)]
    [InlineData("?ping=-1", null)]
    [InlineData("?ping=NaN", null)]
    [InlineData("?ping=1e9", null)]
    [InlineData("", """{"status":"well"}""")]
    [InlineData("", """{"ping":-3}""")]
    public async Task What_makes_no_sense_is_no_report(string query, string? body)
    {
        await using var control = await ControlFixture.StartWatchingAsync(Backup);
        Assert.Equal(422, (await control.SendAsync("POST", $"/api/v1/push/{Token}{query}", body)).Status);
        Assert.Equal(0, control.Watched!.Fleet.Find("backup")!.State.Total);
    }

    [Fact]
    public async Task Reports_and_guesses_that_come_too_often_are_429_and_guesses_keep_no_report_out()
    {
        await using var control = await ControlFixture.StartWatchingAsync(Backup);
        var guesses = new List<int>();
        for (var i = 0; i < 102; i++) guesses.Add((await control.SendAsync("POST", $"/api/v1/push/guess-{i}")).Status);
        Assert.Equal((100, 2), (guesses.Count(status => status == 404), guesses.Count(status => status == 429)));
        var reports = new List<int>();
        for (var i = 0; i < 22; i++) reports.Add((await control.SendAsync("POST", $"/api/v1/push/{Token}")).Status);
        Assert.Equal((20, 2), (reports.Count(status => status == 200), reports.Count(status => status == 429)));
        control.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(200, (await control.SendAsync("POST", $"/api/v1/push/{Token}")).Status);
    }
}
