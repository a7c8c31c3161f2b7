using Baton.Control.Access;
using Baton.Health.Manifests;
using Baton.Probes.Specs;
using Baton.TestKit;

namespace Baton.Control.Tests.Monitors;

/// <summary>Probes by request, and what is told of monitors to everybody, over real HTTP.</summary>
public sealed class TriggerTests
{
    private const string Reader = "secret-of-readers";

    [Theory]
    [InlineData("/health/trigger", """"unfinished":["slow"]"""")]
    [InlineData("/api/v1/monitors/trigger", """"unfinished":["slow"]"""")]
    [InlineData("/api/v1/monitors/slow/trigger", """"probing":true"""")]
    public async Task A_request_waits_ten_seconds_at_most_and_tells_what_was_not_done(string path, string told)
    {
        await using var control = await ControlFixture.StartWatchingAsync(WatchedMonitors.Define("slow"), WatchedMonitors.Define("well"));
        await BegunAsync(control, "slow", "well");
        control.Watched!.Silent["slow"] = true;
        var asking = control.SendAsync("POST", path);
        await Eventually.HoldsAsync(() => control.Watched.Fleet.Find("slow")!.State.IsProbing, "slow to be asked");
        control.Time.Advance(TimeSpan.FromSeconds(9.9));
        Assert.False(asking.IsCompleted);
        control.Time.Advance(TimeSpan.FromSeconds(0.1));
        var answer = await asking.WaitAsync(Eventually.Limit);
        Assert.Equal(200, answer.Status);
        Assert.Contains(told, answer.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_gave_up_waiting_leaves_nothing_behind_and_what_is_done_is_not_called_unfinished()
    {
        await using var control = await ControlFixture.StartWatchingAsync(WatchedMonitors.Define("well"));
        await BegunAsync(control, "well");
        control.Time.Advance(TimeSpan.FromMilliseconds(60));
        foreach (var path in (string[])["/health/trigger", "/api/v1/monitors/trigger"])
            Assert.DoesNotContain("unfinished", (await control.SendAsync("POST", path)).Body, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Defect", "C9-6")]
    public async Task Beyond_ten_at_once_nobody_is_asked_and_who_wears_out_one_monitor_keeps_nobody_from_another()
    {
        await using var control = await ControlFixture.StartWatchingAsync(WatchedMonitors.Define("a"), WatchedMonitors.Define("b"));
        await BegunAsync(control, "a", "b");
        for (var i = 0; i < 20; i++)
        {
            control.Time.Advance(TimeSpan.FromMilliseconds(51));
            Assert.Equal(200, (await control.SendAsync("POST", "/api/v1/monitors/a/trigger")).Status);
        }

        // What comes back in the time of all of them is less than one.
        Assert.Equal((1 + 10, 1), (control.Watched!.Asked["a"], control.Watched.Asked["b"]));
        await control.SendAsync("POST", "/api/v1/monitors/b/trigger");
        Assert.Equal(2, control.Watched.Asked["b"]);
        control.Time.Advance(TimeSpan.FromMilliseconds(60));
        await control.SendAsync("POST", "/health/trigger");
        Assert.Equal((1 + 10 + 1, 3), (control.Watched.Asked["a"], control.Watched.Asked["b"]));
    }

    [Fact]
    [Trait("Defect", "C9-6")]
    public async Task Many_requests_at_once_share_one_probe()
    {
        await using var control = await ControlFixture.StartWatchingAsync(WatchedMonitors.Define("a"));
        await BegunAsync(control, "a");
        control.Time.Advance(TimeSpan.FromMilliseconds(60));
        var answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => control.SendAsync("POST", "/health/trigger")));
        Assert.All(answers, answer => Assert.Equal(200, answer.Status));
        Assert.Equal(2, control.Watched!.Asked["a"]);
    }

    [Fact]
    [Trait("Defect", "C9-10")]
    public async Task A_watch_that_has_died_is_told_to_everybody()
    {
        await using var control = await ControlFixture.StartWatchingAsync(WatchedMonitors.Define("a"));
        await BegunAsync(control, "a");
        Assert.Equal((200, """{"status":"ok","service":"orchestrator"}"""), await AliveAsync(control));
        control.Watched!.IsBroken = true;
        control.Time.Advance(TimeSpan.FromSeconds(31));
        await Eventually.HoldsAsync(() => control.Watched.Fleet.IsStalled, "the fleet to have met a bug");
        Assert.Equal((503, """{"status":"stalled","service":"orchestrator"}"""), await AliveAsync(control));
        control.Watched.Section = control.Watched.Section with { Dialect = HealthDialect.Main };
        Assert.Contains("\"orchestrator\":\"stalled\"", (await AliveAsync(control)).Body, StringComparison.Ordinal);
        Assert.Contains("\"running\":false", (await control.SendAsync("GET", "/health/status")).Body, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Defect", "C9-12")]
    public async Task Who_may_not_look_learns_how_monitors_stand_and_neither_where_they_are_nor_what_they_say()
    {
        var web = WatchedMonitors.Define("web") with { Probe = new ProbeSpec.Http(new Uri("http://inside.example/health")) };
        await using var control = await ControlFixture.StartWatchingAsync(web, WatchedMonitors.Define("bad"));
        control.Watched!.Failing["bad"] = new(false, TimeSpan.Zero, "10.0.0.7 said no");
        control.Watched.Section = control.Watched.Section with { Dialect = HealthDialect.Main };
        await BegunAsync(control, "web", "bad");
        control.Time.Advance(TimeSpan.FromMilliseconds(60));
        await control.SendAsync("POST", "/health/trigger");
        control.Access = new AccessRules { Tokens = new TokenSet([AccessToken.Of("eyes", Role.Read, Reader)]) };
        Assert.Equal("""{"orchestrator":"healthy","services":{"web":{"status":"healthy","url":"","details":{}},"bad":{"status":"unhealthy","url":"","error":"unhealthy"}},"overall":"degraded"}""",
            (await control.SendTcpAsync("GET", "/health")).Body);
        Assert.Contains("http://inside.example", (await control.SendTcpAsync("GET", "/health", $"X-API-Key: {Reader}\r\n")).Body, StringComparison.Ordinal);
        Assert.Equal(401, (await control.SendTcpAsync("GET", "/health/status")).Status);
    }

    private static async Task<(int Status, string Body)> AliveAsync(ControlFixture control)
    {
        var answer = await control.SendAsync("GET", "/health");
        return (answer.Status, answer.Body);
    }

    private static async Task BegunAsync(ControlFixture control, params string[] names)
    {
        // The second begins a little after the first.
        foreach (var name in names) await MonitorApiTests.CountedAsync(control, name, 1, TimeSpan.FromMilliseconds(60));
    }
}
