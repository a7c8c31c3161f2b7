using System.Text.Json;
using Baton.Contracts;
using Baton.Contracts.Health;
using Baton.Core.Actors;
using Baton.Health.Alarms;
using Baton.Health.Breaker;
using Baton.Health.Monitors;
using Baton.Probes;

namespace Baton.Control.Tests.Monitors;

/// <summary><c>/api/v1/silences</c> and the silence of one monitor, over real HTTP.</summary>
public sealed class SilenceTests
{
    [Fact]
    public async Task A_reason_is_kept_up_to_500_characters_and_a_longer_one_is_refused()
    {
        await using var control = await ControlFixture.StartWatchingAsync(WatchedMonitors.Define("web"));
        Assert.Equal((422, "\"reason\" must be at most 500 characters long, and is 501"), await ProblemAsync(control, "POST", "/api/v1/monitors/web/silence", Body(new string('x', 501))));
        Assert.Empty(await SilencesAsync(control));
        Assert.Equal(200, (await control.SendAsync("POST", "/api/v1/monitors/web/silence", Body(new string('x', 500)))).Status);
        Assert.Equal(500, Assert.Single(await SilencesAsync(control)).Reason.Length);
    }

    [Theory]
    [InlineData("2026-12-24T22:00:00")]
    [InlineData("2026-12-24T22:00")]
    [InlineData("2026-12-24")]
    [InlineData("tomorrow")]
    [InlineData("")]
    public async Task An_until_without_a_zone_is_refused_with_what_it_must_be(string until)
    {
        await using var control = await ControlFixture.StartWatchingAsync(WatchedMonitors.Define("web"));
        Assert.Equal(
            (422, "the body is not what this address takes, at $.until, which must be a time with its zone, as 2026-12-24T22:00:00Z or 2026-12-24T23:00:00+01:00"),
            await ProblemAsync(control, "POST", "/api/v1/monitors/web/silence", $$"""{"until":"{{until}}"}"""));
        Assert.Equal(422, (await control.SendAsync("POST", "/api/v1/silences", """{"until":1798149600}""")).Status);
        Assert.Empty(await SilencesAsync(control));
    }

    [Theory]
    [InlineData("Z", 0)]
    [InlineData("+00:00", 0)]
    [InlineData("+01:30", -90)]
    [InlineData("-05:00", 300)]
    public async Task An_until_is_of_the_zone_that_it_says(string zone, int minutes)
    {
        await using var control = await ControlFixture.StartWatchingAsync(WatchedMonitors.Define("web"));
        var wanted = control.Time.GetUtcNow() + TimeSpan.FromDays(2);
        Assert.Equal(200, (await control.SendAsync("POST", "/api/v1/silences", $$"""{"until":"{{wanted:yyyy-MM-dd'T'HH:mm:ss}}{{zone}}"}""")).Status);
        Assert.Equal(wanted.AddMinutes(minutes).ToUnixTimeSeconds(), Assert.Single(await SilencesAsync(control)).Until.ToUnixTimeSeconds());
    }

    [Fact]
    public async Task One_more_than_there_may_be_is_refused_with_the_limit_and_what_to_do()
    {
        await using var control = await ControlFixture.StartAsync(FullOfSilences);
        var (status, problem) = await ProblemAsync(control, "POST", "/api/v1/silences", Body("works"));
        Assert.Equal(422, status);
        Assert.StartsWith("there may be 10001 silences at a time, and there would be more; end those that are not needed", problem, StringComparison.Ordinal);
        Assert.Equal(10_001, (await SilencesAsync(control)).Count);
        // What it says is possible, also for a monitor that the manifest has no more.
        Assert.Equal(200, (await control.SendAsync("DELETE", "/api/v1/monitors/gone7/silence")).Status);
        Assert.Equal(404, (await control.SendAsync("DELETE", "/api/v1/monitors/gone7/silence")).Status);
        Assert.Equal(200, (await control.SendAsync("POST", "/api/v1/silences", Body("works"))).Status);
    }

    [Fact]
    public async Task Those_of_a_tag_or_of_a_list_begin_and_end_by_one_request()
    {
        await using var control = await WatchThreeAsync();
        Assert.Equal(200, (await control.SendAsync("POST", "/api/v1/silences", """{"seconds":60,"reason":"works","monitors":["c"],"tags":["night"]}""")).Status);
        Assert.Equal("a b c", await SilencedAsync(control));
        Assert.Equal(200, (await control.SendAsync("DELETE", "/api/v1/silences?tag=rare&monitor=c")).Status);
        Assert.Equal("a", await SilencedAsync(control));
        Assert.Equal(200, (await control.SendAsync("DELETE", "/api/v1/silences?tag=night")).Status);
        Assert.Equal("", await SilencedAsync(control));
    }

    [Theory]
    [InlineData("\"monitors\":[\"a\",\"ghost\"]", 404, "monitor \"ghost\" does not exist; there are: a, b, c")]
    [InlineData("\"monitors\":[\"a\"],\"tags\":[\"night\",\"day\"]", 404, "no monitor has the tag \"day\"; there are: night, rare")]
    [InlineData("\"tags\":[]", 422, "\"tags\" must hold at least one, and none that is empty; without \"monitors\" and \"tags\" all monitors are silenced")]
    [InlineData("\"monitors\":[\"\"]", 422, "\"monitors\" must hold at least one, and none that is empty; without \"monitors\" and \"tags\" all monitors are silenced")]
    [InlineData("\"tags\":[null]", 422, "\"tags\" must hold at least one, and none that is empty; without \"monitors\" and \"tags\" all monitors are silenced")]
    public async Task What_cannot_be_done_for_all_that_are_named_is_done_for_none(string whom, int status, string problem)
    {
        await using var control = await WatchThreeAsync();
        Assert.Equal((status, problem), await ProblemAsync(control, "POST", "/api/v1/silences", $$"""{"seconds":60,{{whom}}}"""));
        Assert.Equal("", await SilencedAsync(control));
    }

    [Fact]
    public async Task An_empty_name_or_tag_ends_nothing_and_an_address_of_one_monitor_takes_no_others()
    {
        await using var control = await WatchThreeAsync();
        Assert.Equal(200, (await control.SendAsync("POST", "/api/v1/silences", Body("works"))).Status);
        Assert.Equal((422, "the name of a monitor, and a tag, is not empty"), await ProblemAsync(control, "DELETE", "/api/v1/silences?tag="));
        Assert.Equal((422, "the address says of whom; \"monitors\" and \"tags\" go with POST /api/v1/silences"), await ProblemAsync(control, "POST", "/api/v1/monitors/a/silence", """{"seconds":60,"tags":["night"]}"""));
        Assert.Equal(422, (await control.SendAsync("DELETE", "/api/v1/monitors/a/silence?tag=night")).Status);
        Assert.Equal(404, (await control.SendAsync("DELETE", "/api/v1/silences?tag=day")).Status);
        Assert.Null(Assert.Single(await SilencesAsync(control)).Monitor);
    }

    private static Task<ControlFixture> WatchThreeAsync() => ControlFixture.StartWatchingAsync(
        WatchedMonitors.Define("a") with { Tags = ["night"] }, WatchedMonitors.Define("b") with { Tags = ["night", "rare"] }, WatchedMonitors.Define("c"));

    private static async Task<string> SilencedAsync(ControlFixture control) => string.Join(' ', (await SilencesAsync(control)).Select(silence => silence.Monitor ?? "all"));

    private static string Body(string reason) => $$"""{"seconds":60,"reason":"{{reason}}"}""";

    private static async Task<IReadOnlyList<SilenceRecord>> SilencesAsync(ControlFixture control) =>
        JsonSerializer.Deserialize((await control.SendAsync("GET", "/api/v1/silences")).Body, WireJson.Default.PageSilenceRecord)!.Items;

    private static async Task<(int Status, string Problem)> ProblemAsync(ControlFixture control, string method, string target, string? body = null)
    {
        var answer = await control.SendAsync(method, target, body);
        return (answer.Status, JsonSerializer.Deserialize(answer.Body, WireJson.Default.Problem)!.Detail);
    }

    private static MonitorFleet FullOfSilences(TimeProvider time)
    {
        var until = time.GetUtcNow() + TimeSpan.FromHours(1);
        return new MonitorFleet(new FleetParts
        {
            Time = time,
            Scheduler = ActorScheduler.ThreadPool,
            Random = new Random(1),
            Probes = _ => throw new InvalidOperationException("nothing is watched"),
            Listener = new Nobody(),
            Crashed = e => throw new InvalidOperationException("the fleet crashed", e),
            Broken = e => throw new InvalidOperationException("a listener has a bug", e),
            AlarmMemory = new AlarmMemory([.. Enumerable.Range(0, Silence.Most).Select(i => new Silence($"gone{i}", until, "", "ada"))], new Dictionary<string, DateTimeOffset>(), []),
        });
    }

    private sealed class Nobody : IMonitorListener
    {
        public void Counted(string name, DateTimeOffset at, ProbeResult result)
        {
        }

        public void HealthChanged(MonitorView now, MonitorHealth from, string? reason)
        {
        }

        public void BreakerChanged(MonitorView now, BreakerPhase from, string? by)
        {
        }
    }
}
