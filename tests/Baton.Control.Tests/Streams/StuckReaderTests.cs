using Baton.Control.Streams;
using Baton.TestKit;

namespace Baton.Control.Tests.Streams;

public class StuckReaderTests
{
    [Fact]
    public async Task A_reader_of_events_that_takes_nothing_is_dropped_and_counted_and_others_get_everything()
    {
        await using var control = await ControlFixture.StartAsync("db");
        using var stuck = await control.StreamAsync("/api/v1/events?after=0");
        await stuck.ReadUntilAsync("\r\n\r\n");
        var others = control.Client.Events.FollowAsync(after: 0);
        var detail = new string('x', 100_000);
        await using var reading = others.GetAsyncEnumerator();
        for (var i = 0; i < 200; i++)
        {
            control.Notices.Publish("daemon", $"flood{i}", cause: null, detail);
            Assert.True(await reading.MoveNextAsync());
            Assert.Equal($"flood{i}", reading.Current.What);
        }

        await UntilDroppedAsync(control);
        control.Notices.Publish("daemon", "last");
        Assert.True(await reading.MoveNextAsync());
        Assert.Equal("last", reading.Current.What);
        Assert.Equal((1, 0), (control.Streams.Dropped, control.Bugs.Count));
        // Its connection is cut, and not only left alone.
        await stuck.ReadToEndAsync();
    }

    [Fact]
    public async Task A_reader_of_services_that_takes_nothing_is_dropped()
    {
        await using var control = await ControlFixture.StartAsync([.. Enumerable.Range(0, 3000).Select(i => $"service-with-a-name-{i:0000}")]);
        using var stuck = await control.StreamAsync("/api/v1/services");
        await UntilDroppedAsync(control);
        Assert.Equal(1, control.Streams.Dropped);
    }

    [Fact]
    public async Task A_reader_of_logs_may_rest_on_the_Unix_socket_but_not_on_tcp()
    {
        await using var control = await ControlFixture.StartAsync("db");
        control.Logs.Write("db", 1, 0, [.. Enumerable.Range(0, 80_000).Select(i => $"line {i} {new string('x', 200)}")]);
        using var resting = await control.StreamAsync("/api/v1/logs?tail=100000");
        using var gone = await RawHttp.ConnectAsync(control.Tcp);
        await gone.SendAsync($"GET /api/v1/logs?tail=100000 HTTP/1.1\r\nHost: {control.Tcp}\r\nAccept: text/event-stream\r\n\r\n");
        await UntilDroppedAsync(control);
        for (var i = 0; i < 10; i++) control.Time.Advance(ServerEvents.StuckAfter);
        Assert.Equal(1, control.Streams.Dropped);
        var end = "";
        while (!end.Contains("line 79999", StringComparison.Ordinal))
        {
            var more = await resting.ReadSomeAsync();
            Assert.NotEqual("", more);
            end = end[Math.Max(0, end.Length - 100)..] + more;
        }
    }

    [Fact]
    public async Task A_slow_reader_that_takes_something_now_and_then_is_kept()
    {
        await using var control = await ControlFixture.StartAsync([.. Enumerable.Range(0, 3000).Select(i => $"service-with-a-name-{i:0000}")]);
        using var slow = await control.StreamAsync("/api/v1/services");
        var (seen, waits) = ("", 0);
        await Eventually.HoldsAsync(() => control.Time.Armed.Contains(ServerEvents.StuckAfter), "a write waits");
        while (!seen.Contains("service-with-a-name-2999", StringComparison.Ordinal))
        {
            // Whenever a write begins to wait, nearly all of its time goes by.
            if (control.Time.Armed.Contains(ServerEvents.StuckAfter))
            {
                control.Time.Advance(ServerEvents.StuckAfter - TimeSpan.FromSeconds(1));
                waits++;
            }

            var more = await slow.ReadSomeAsync();
            Assert.NotEqual("", more);
            seen += more;
        }

        Assert.Equal(0, control.Streams.Dropped);
        Assert.NotEqual(0, waits);
    }

    /// <summary>Lets time go by until a stream was dropped: how much the kernel takes before a write waits is its own affair.</summary>
    private static Task UntilDroppedAsync(ControlFixture control) => Eventually.HoldsAsync(() =>
    {
        control.Time.Advance(TimeSpan.FromSeconds(1));
        return control.Streams.Dropped > 0;
    }, "a reader was dropped");
}
