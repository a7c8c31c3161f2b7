using Baton.Control.Streams;
using Baton.TestKit;

namespace Baton.Control.Tests.Streams;

public class EventStreamTests
{
    [Fact]
    public async Task A_stream_gives_what_is_kept_after_a_number_then_what_happens()
    {
        await using var control = await ControlFixture.StartAsync("db");
        control.Notices.Publish("daemon", "one");
        control.Notices.Publish("daemon", "two");
        using var stream = await control.StreamAsync("/api/v1/events", "Last-Event-ID: 1\r\n");
        var first = await stream.ReadUntilAsync("\"two\"}\n\n");
        Assert.Contains("Content-Type: text/event-stream", first, StringComparison.Ordinal);
        Assert.Contains("id: 2\nevent: notice\ndata: {\"seq\":2,", first, StringComparison.Ordinal);
        control.Notices.Publish("daemon", "three");
        Assert.Contains("id: 3\nevent: notice\ndata: {\"seq\":3,", await stream.ReadUntilAsync("\"three\"}\n\n"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reader_that_comes_too_late_is_told_how_many_it_missed()
    {
        await using var control = await ControlFixture.StartAsync("db");
        for (var i = 0; i < 100; i++) control.Notices.Publish("daemon", "tick");
        var stream = control.Client.Events.FollowAsync(after: 10);
        await foreach (var notice in stream)
        {
            Assert.Equal(37, notice.Seq);
            break;
        }

        Assert.Equal(26, stream.Missed);
    }

    [Fact]
    public async Task A_number_of_an_earlier_daemon_that_is_not_reached_yet_misses_nothing()
    {
        await using var control = await ControlFixture.StartAsync("db");
        control.Notices.Publish("daemon", "started");
        await foreach (var notice in control.Client.Events.FollowAsync(after: 5000))
        {
            Assert.Equal(1, notice.Seq);
            break;
        }
    }

    [Fact]
    public async Task A_silent_stream_is_kept_alive_by_a_word_every_15_seconds_and_still_wakes()
    {
        await using var control = await ControlFixture.StartAsync("db");
        using var stream = await control.StreamAsync("/api/v1/events");
        await stream.ReadUntilAsync("\r\n\r\n");
        for (var i = 0; i < 2; i++)
        {
            await Eventually.HoldsAsync(() => control.Time.Armed.Contains(News.Idle), "the wait for silence");
            control.Time.Advance(News.Idle);
            await stream.ReadUntilAsync("event: idle\ndata: {}\n\n");
        }

        control.Notices.Publish("daemon", "after");
        await stream.ReadUntilAsync("\"after\"");
    }

    [Fact]
    public async Task A_wait_that_ended_leaves_no_timer_behind()
    {
        await using var control = await ControlFixture.StartAsync("db");
        using var stream = await control.StreamAsync("/api/v1/events");
        await stream.ReadUntilAsync("\r\n\r\n");
        for (var i = 0; i < 20; i++)
        {
            var what = $"n{i}";
            control.Notices.Publish("daemon", what);
            await stream.ReadUntilAsync($"\"{what}\"");
        }

        await Eventually.HoldsAsync(() => control.Time.Armed.Count(due => due <= News.Idle) <= 1, "one timer per stream");
    }

    [Fact]
    public async Task The_end_of_the_daemon_ends_a_stream_with_its_last_events_and_a_reason()
    {
        await using var control = await ControlFixture.StartAsync("db");
        var stream = control.Client.Events.FollowAsync(after: 0);
        control.Notices.Publish("daemon", "first");
        var seen = new List<string>();
        await foreach (var notice in stream)
        {
            seen.Add(notice.What);
            if (seen.Count > 1) continue;
            control.Notices.Publish("daemon", "last");
            _ = control.Server.StopAsync("stopped by test");
        }

        Assert.Equal(["first", "last"], seen);
        Assert.Equal("stopped by test", stream.EndReason);
    }

    [Fact]
    public async Task A_reader_that_does_not_read_holds_up_nobody()
    {
        await using var control = await ControlFixture.StartAsync("db");
        using var slow = await control.StreamAsync("/api/v1/events?after=0");
        var detail = new string('x', 100_000);
        for (var i = 0; i < 200; i++) control.Notices.Publish("daemon", "flood", cause: null, detail);
        var last = control.Notices.Publish("daemon", "last");
        await foreach (var notice in control.Client.Events.FollowAsync(last - 1))
        {
            Assert.Equal("last", notice.What);
            break;
        }

        Assert.Equal(200, (await control.SendAsync("GET", "/api/v1/system")).Status);
    }

    [Fact]
    public async Task A_lost_daemon_is_not_an_end()
    {
        await using var control = await ControlFixture.StartAsync("db");
        var stream = control.Client.Events.FollowAsync(after: 0);
        for (var i = 0; i < 3; i++) control.Notices.Publish("daemon", "tick");
        using var stop = new CancellationTokenSource();
        var seen = 0;
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var notice in stream.WithCancellation(stop.Token))
            {
                if (++seen == 3) await stop.CancelAsync();
            }
        });
        Assert.Equal(3, stream.LastSeq);
        Assert.Null(stream.EndReason);
    }
}
