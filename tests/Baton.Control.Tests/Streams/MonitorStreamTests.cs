using System.Text.Json;
using Baton.Contracts;
using Baton.Contracts.Health;
using Baton.Control.Streams;
using Baton.Probes;
using Baton.TestKit;

namespace Baton.Control.Tests.Streams;

/// <summary>The stream of monitors over real HTTP, of a real fleet with a real history.</summary>
public sealed class MonitorStreamTests
{
    private const string Address = "/api/v1/monitors?recent=3";
    private static readonly ProbeResult Refused = new(false, TimeSpan.FromMilliseconds(2), "connection refused");

    [Fact]
    public async Task All_monitors_come_first_in_their_order_and_in_parts()
    {
        await using var control = await ControlFixture.StartWatchingAsync([.. Enumerable.Range(0, 600).Select(i => WatchedMonitors.Define($"m{i:000}"))]);
        using var stream = await control.StreamAsync(Address);
        var reader = new FrameReader(stream);
        var (names, parts) = (new List<string>(), new List<(bool Reset, int Count)>());
        for (var isMore = true; isMore;)
        {
            using var part = JsonDocument.Parse(await reader.NextAsync("monitors"));
            var items = part.RootElement.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("name").GetString()!).ToList();
            parts.Add((part.RootElement.TryGetProperty("reset", out _), items.Count));
            names.AddRange(items);
            isMore = part.RootElement.TryGetProperty("more", out _);
        }

        Assert.Equal([(true, 250), (false, 250), (false, 100)], parts);
        Assert.Equal(control.Watched!.Section.Monitors.Select(monitor => monitor.Name), names);
    }

    [Fact]
    public async Task A_failure_is_told_with_the_new_result_alone_and_the_next_ones_together_after_a_pause()
    {
        await using var control = await ControlFixture.StartWatchingAsync(WatchedMonitors.Define("web"), WatchedMonitors.Define("shop"));
        for (var i = 0; i < 3; i++) await TriggeredAsync(control, "web");
        using var stream = await control.StreamAsync(Address);
        var reader = new FrameReader(stream);
        await reader.NextAsync("monitors");
        await RestedAsync(control);

        control.Watched!.Failing["web"] = Refused;
        await TriggeredAsync(control, "web");
        var failed = await ChangedAsync(control, reader, "web");
        Assert.Equal(("unhealthy", "connection refused", 1), (failed.Health, failed.Error, failed.ConsecutiveFailures));
        Assert.False(Assert.Single(failed.Recent!).Healthy);

        // What happens in the pause is told as it is then, with both results.
        await TriggeredAsync(control, "web");
        control.Watched.Failing.Clear();
        await TriggeredAsync(control, "web");
        var results = new List<MonitorResultRecord>();
        MonitorRecord last;
        do
        {
            last = await ChangedAsync(control, reader, "web");
            results.AddRange(last.Recent!);
        }
        while (last.Health != "healthy");

        Assert.Equal([false, true], results.DistinctBy(result => result.Time).Select(result => result.Healthy));
    }

    [Fact]
    public async Task What_is_no_longer_as_was_asked_for_is_gone_and_comes_back_with_its_results()
    {
        await using var control = await ControlFixture.StartWatchingAsync(WatchedMonitors.Define("web"), WatchedMonitors.Define("shop"));
        await TriggeredAsync(control, "web");
        await TriggeredAsync(control, "shop");
        using var stream = await control.StreamAsync($"{Address}&health=healthy");
        var reader = new FrameReader(stream);
        await reader.NextAsync("monitors");
        await RestedAsync(control);
        control.Watched!.Failing["web"] = Refused;
        await TriggeredAsync(control, "web");
        Assert.Equal("""{"names":["web"]}""", await NextAsync(control, reader, "gone"));
        control.Watched.Failing.Clear();
        await TriggeredAsync(control, "web");
        var back = await ChangedAsync(control, reader, "web");
        Assert.Equal([true, false, true], back.Recent!.Select(result => result.Healthy));
    }

    [Fact]
    public async Task That_silences_changed_is_told()
    {
        await using var control = await ControlFixture.StartWatchingAsync(WatchedMonitors.Define("web"));
        using var stream = await control.StreamAsync(Address);
        var reader = new FrameReader(stream);
        Assert.Equal("{}", await reader.NextAsync("silences"));
        await RestedAsync(control);
        Assert.Equal(200, (await control.SendAsync("POST", "/api/v1/monitors/web/silence", """{"seconds":60}""")).Status);
        Assert.Equal("{}", await NextAsync(control, reader, "silences"));
    }

    [Fact]
    public async Task Without_monitors_it_is_an_empty_list_that_stays_open()
    {
        await using var control = await ControlFixture.StartAsync("db");
        using var stream = await control.StreamAsync("/api/v1/monitors");
        Assert.Equal("""{"reset":true,"items":[]}""", await new FrameReader(stream).NextAsync("monitors"));
        Assert.Equal(422, (await StatusAsync(control, "/api/v1/monitors?limit=3")));
    }

    private static async Task<int> StatusAsync(ControlFixture control, string target)
    {
        var answer = await RawHttp.ExchangeAsync(control.Unix, $"GET {target} HTTP/1.1\r\nHost: baton\r\nAccept: text/event-stream\r\nConnection: close\r\n\r\n");
        return answer.Status;
    }

    private static async Task<MonitorRecord> ChangedAsync(ControlFixture control, FrameReader reader, string name)
    {
        using var changed = JsonDocument.Parse(await NextAsync(control, reader, "changed"));
        return changed.RootElement.GetProperty("items").EnumerateArray().Select(item => item.Deserialize(WireJson.Default.MonitorRecord)!).Last(record => record.Name == name);
    }

    /// <summary>The next event of this name; each pause before it passes.</summary>
    private static async Task<string> NextAsync(ControlFixture control, FrameReader reader, string name)
    {
        var next = reader.NextAsync(name);
        await PassingPausesAsync(control, () => next.IsCompleted, $"an event \"{name}\"");
        return await next;
    }

    private static Task PassingPausesAsync(ControlFixture control, Func<bool> condition, string what) => Eventually.HoldsAsync(
        () =>
        {
            if (control.Time.Armed is [var first, ..] && first <= MonitorStreaming.Pause) control.Time.Advance(first);
            return condition();
        },
        what);

    /// <summary>Probed once more, at a time of its own.</summary>
    private static async Task TriggeredAsync(ControlFixture control, string name)
    {
        control.Time.Advance(TimeSpan.FromMilliseconds(100));
        Assert.Equal(200, (await control.SendAsync("POST", $"/api/v1/monitors/{name}/trigger")).Status);
    }

    /// <summary>All is told, and the pause after it is over.</summary>
    private static async Task RestedAsync(ControlFixture control)
    {
        // What began it may come in two steps, with a pause between.
        await PassingPausesAsync(control, () => control.Time.Armed.Contains(News.Idle), "the stream to wait for news");
        control.Time.Advance(MonitorStreaming.Pause);
    }
}
