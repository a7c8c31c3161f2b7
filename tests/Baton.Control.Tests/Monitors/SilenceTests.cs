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
