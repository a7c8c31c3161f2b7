using System.Text.Json;
using Baton.Contracts;
using Baton.Contracts.Health;
using Baton.Health.Breaker;
using Baton.Probes;
using Baton.Probes.Specs;
using Baton.TestKit;

namespace Baton.Control.Tests.Monitors;

/// <summary><c>/api/v1/monitors</c> over real HTTP, of a real fleet.</summary>
public sealed class MonitorApiTests
{
    private static readonly ProbeResult Refused = new(false, TimeSpan.FromMilliseconds(2), "connection refused; token=abcdef://x:hidden@h") { Failure = new ProbeFailure(FailureKind.Refused, "127.0.0.1", 1) };

    [Fact]
    public async Task A_monitor_is_shown_with_all_that_is_known_of_it_and_without_secrets()
    {
        var definition = WatchedMonitors.Define("web") with { Probe = new ProbeSpec.Http(new Uri("https://example.org/health?token=verysecret")), Tags = ["public"], Group = "front", Breaker = new BreakerSettings { FailureThreshold = 2 } };
        await using var control = await ControlFixture.StartWatchingAsync(definition, WatchedMonitors.Define("shop") with { Parent = "web" });
        await CountedAsync(control, "web", 1);
        var well = await GetAsync(control, "web");
        Assert.Equal(("http", "healthy", "closed", 20.0, 1L), (well.Kind, well.Health, well.Breaker.State, well.ResponseTimeMs, well.TotalChecks));
        Assert.Equal((100.0, 100.0, 30.0, 5.0), (well.Uptime.Hour, well.Uptime.SinceStart, well.IntervalSeconds, well.TimeoutSeconds));
        Assert.Equal(("public", "front", "shop"), (Assert.Single(well.Tags), well.Group, Assert.Single(well.Dependents)));
        Assert.DoesNotContain("verysecret", well.Target, StringComparison.Ordinal);
        Assert.True(well.NextCheck > well.LastCheck);
        Assert.True(Assert.Single(well.Recent!).Healthy);

        control.Watched!.Failing["web"] = Refused;
        await TriggeredAsync(control, "web");
        var bad = await TriggeredAsync(control, "web");
        Assert.Equal(("unhealthy", "open", 2, "refused", 33.333), (bad.Health, bad.Breaker.State, bad.ConsecutiveFailures, bad.FailureKind, bad.Uptime.Day));
        Assert.Equal(control.Time.GetUtcNow() + TimeSpan.FromSeconds(60), bad.Breaker.Until);
        Assert.Null(bad.ResponseTimeMs);
        Assert.DoesNotContain("hidden", bad.Error, StringComparison.Ordinal);
        Assert.Equal("web", (await GetAsync(control, "shop")).Parent);
    }

    [Fact]
    public async Task Acts_on_its_breaker_answer_with_what_it_is_then()
    {
        await using var control = await ControlFixture.StartWatchingAsync(WatchedMonitors.Define("web"));
        await CountedAsync(control, "web", 1);
        var isolated = await ActAsync(control, "web", "isolate");
        Assert.Equal(("isolated", (DateTimeOffset?)null), (isolated.Breaker.State, isolated.NextCheck));
        Assert.Equal(1, (await TriggeredAsync(control, "web")).TotalChecks);
        Assert.Equal("closed", (await ActAsync(control, "web", "close")).Breaker.State);
        Assert.Equal(2, (await TriggeredAsync(control, "web")).TotalChecks);
        var reset = await ActAsync(control, "web", "reset");
        Assert.Equal((0, "unknown"), (reset.TotalChecks, reset.Health));
    }

    [Fact]
    public async Task Lists_are_filtered_and_come_in_pages()
    {
        await using var control = await ControlFixture.StartWatchingAsync(
            [.. Enumerable.Range(0, 5).Select(i => WatchedMonitors.Define($"m{i}") with { Tags = i % 2 == 0 ? ["even"] : ["odd"], Group = i < 2 ? "low" : null })]);
        for (var i = 0; i < 5; i++) await CountedAsync(control, $"m{i}", 1, TimeSpan.FromMilliseconds(50));
        control.Watched!.Failing["m4"] = Refused;
        await TriggeredAsync(control, "m4");
        Assert.Equal("m0 m1 m2 m3 m4", await NamesAsync(control, ""));
        Assert.Equal("m0 m2 m4", await NamesAsync(control, "?tag=even"));
        Assert.Equal("m0 m1", await NamesAsync(control, "?group=low"));
        Assert.Equal("m4", await NamesAsync(control, "?health=unhealthy&tag=even&tag=odd"));
        var answer = await control.SendAsync("GET", "/api/v1/monitors?limit=2&tag=even&recent=3");
        var page = JsonSerializer.Deserialize(answer.Body, WireJson.Default.PageMonitorRecord)!;
        Assert.Contains($"cursor={page.Next}", answer.Header("Link"), StringComparison.Ordinal);
        Assert.All(page.Items, item => Assert.NotEmpty(item.Recent!));
        Assert.Equal("m4", await NamesAsync(control, $"?limit=2&tag=even&cursor={page.Next}"));
        var all = JsonSerializer.Deserialize((await control.SendAsync("POST", "/api/v1/monitors/trigger")).Body, WireJson.Default.MonitorSummary);
        Assert.Equal(new MonitorSummary(5, 4, 1, 0), all);
    }

    [Fact]
    public async Task Its_history_is_a_series_and_its_incidents_are_told()
    {
        await using var control = await ControlFixture.StartWatchingAsync(WatchedMonitors.Define("web"));
        await CountedAsync(control, "web", 1);
        control.Watched!.Failing["web"] = Refused;
        await TriggeredAsync(control, "web");
        var history = JsonSerializer.Deserialize((await control.SendAsync("GET", "/api/v1/monitors/web/history?from=10m&step=60")).Body, WireJson.Default.MonitorHistoryRecord)!;
        Assert.Equal(60, history.StepSeconds);
        Assert.InRange(history.Points.Count, 10, 12);
        Assert.Equal((1L, 1L, "unhealthy"), (history.Points.Sum(point => point.Successes), history.Points.Sum(point => point.Failures), history.Points.Single(point => point.Worst is not null).Worst));
        var everything = JsonSerializer.Deserialize((await control.SendAsync("GET", "/api/v1/monitors/web/history?from=1970-01-01T00:00:00Z&step=1")).Body, WireJson.Default.MonitorHistoryRecord)!;
        Assert.InRange(everything.Points.Count, 2, 1000);
        Assert.Equal(422, (await control.SendAsync("GET", "/api/v1/monitors/web/history?from=1m&to=2m")).Status);
        var incident = Assert.Single(JsonSerializer.Deserialize((await control.SendAsync("GET", "/api/v1/monitors/web/incidents")).Body, WireJson.Default.PageMonitorIncidentRecord)!.Items);
        Assert.Null(incident.End);
        Assert.StartsWith("connection refused", incident.Reason, StringComparison.Ordinal);
        control.Watched.Failing.Clear();
        await TriggeredAsync(control, "web");
        Assert.NotNull(Assert.Single(JsonSerializer.Deserialize((await control.SendAsync("GET", "/api/v1/monitors/web/incidents")).Body, WireJson.Default.PageMonitorIncidentRecord)!.Items).End);
    }

    [Fact]
    public async Task A_name_that_is_not_known_is_told_with_those_that_are()
    {
        await using var control = await ControlFixture.StartWatchingAsync(WatchedMonitors.Define("web"));
        var answer = await control.SendAsync("GET", "/api/v1/monitors/wab");
        Assert.Equal(404, answer.Status);
        Assert.Contains("monitor \\\"wab\\\" does not exist; there are: web", answer.Body, StringComparison.Ordinal);
    }

    internal static async Task<MonitorRecord> GetAsync(ControlFixture control, string name) =>
        JsonSerializer.Deserialize((await control.SendAsync("GET", $"/api/v1/monitors/{name}")).Body, WireJson.Default.MonitorRecord)!;

    internal static async Task CountedAsync(ControlFixture control, string name, long results, TimeSpan passing = default)
    {
        control.Time.Advance(passing);
        await Eventually.HoldsAsync(() => control.Watched!.Fleet.Find(name)!.State.Total == results, $"{results} results of {name}");
    }

    private static async Task<MonitorRecord> TriggeredAsync(ControlFixture control, string name)
    {
        // A probe that is younger is shared.
        control.Time.Advance(TimeSpan.FromMilliseconds(60));
        return await ActAsync(control, name, "trigger");
    }

    private static async Task<MonitorRecord> ActAsync(ControlFixture control, string name, string act)
    {
        var answer = await control.SendAsync("POST", $"/api/v1/monitors/{name}/{act}");
        Assert.True(answer.Status == 200, answer.Body);
        return JsonSerializer.Deserialize(answer.Body, WireJson.Default.MonitorRecord)!;
    }

    private static async Task<string> NamesAsync(ControlFixture control, string query) => string.Join(' ', JsonSerializer.Deserialize(
        (await control.SendAsync("GET", $"/api/v1/monitors{query}")).Body, WireJson.Default.PageMonitorRecord)!.Items.Select(item => item.Name));
}
