using Baton.Control.Streams;
using Baton.Core.Notices;
using Baton.Journal;
using Baton.Journal.Reading;
using Baton.TestKit;

namespace Baton.Control.Tests.Streams;

/// <summary>Streams whose beginning takes long to be found.</summary>
public sealed class LongSearchTests
{
    [Theory]
    // From the end back to the first line of all, and from the beginning to the last one.
    [InlineData("tail=1&grep=needle", "needle", "end")]
    [InlineData("grep=needle", "end", "needle")]
    public async Task A_stream_of_logs_begins_before_they_are_searched_and_says_meanwhile_that_it_lives(string query, string first, string last)
    {
        await using var control = await ControlFixture.StartAsync("db");
        control.Logs.Write("db", 1, 0, [first, .. Enumerable.Range(0, 300_000).Select(i => $"hay {i} {new string('x', 100)}"), last]);
        using var stream = await control.StreamAsync($"/api/v1/logs?{query}");
        var frames = new FrameReader(stream);
        await AssertIdleComesFirstAsync(control, frames);
        Assert.Contains("needle", await UntilAsync(frames, "event: lines\n"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stream_of_events_begins_before_the_journal_is_searched_and_says_meanwhile_that_it_lives()
    {
        await using var control = await ControlFixture.StartWithJournalAsync(JournalLimits.Default, 12_000, FillAsync, "db");
        using var stream = await control.StreamAsync("/api/v1/events?tail=100000&what=needle");
        var frames = new FrameReader(stream);
        await AssertIdleComesFirstAsync(control, frames);
        control.Notices.Publish("daemon", "needle");
        Assert.Contains("\"service/other\"", await UntilAsync(frames, "event: notice\n"), StringComparison.Ordinal);
        Assert.Contains("\"daemon\"", await UntilAsync(frames, "event: notice\n"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_happens_while_the_journal_is_searched_in_vain_is_given()
    {
        await using var control = await ControlFixture.StartWithJournalAsync(JournalLimits.Default, 12_000, FillAsync, "db");
        using var stream = await control.StreamAsync("/api/v1/events?tail=5&what=nothing-is-called-so");
        await stream.ReadUntilAsync("\r\n\r\n");
        control.Notices.Publish("daemon", "nothing-is-called-so");
        await stream.ReadUntilAsync("event: notice\ndata: {");
    }

    [Fact]
    public async Task The_end_of_the_daemon_ends_a_search_and_is_told()
    {
        await using var control = await ControlFixture.StartWithJournalAsync(JournalLimits.Default, 12_000, FillAsync, "db");
        control.Logs.Write("db", 1, 0, [.. Enumerable.Range(0, 300_000).Select(i => $"hay {i} {new string('x', 100)}")]);
        using var logs = await control.StreamAsync("/api/v1/logs?tail=1&grep=needle", "Connection: close\r\n");
        using var events = await control.StreamAsync("/api/v1/events?tail=100000&what=nothing-is-called-so", "Connection: close\r\n");
        await logs.ReadUntilAsync("\r\n\r\n");
        await events.ReadUntilAsync("\r\n\r\n");
        var (stopping, seconds) = (control.Server.StopAsync("over"), 0);
        await Eventually.HoldsAsync(() =>
        {
            // The two streams may come to wait one after the other; a connection has three seconds in all.
            for (; seconds < 2 && control.Time.Armed.Contains(News.LastWords); seconds++) control.Time.Advance(News.LastWords);
            return stopping.IsCompleted;
        }, "the end");
        foreach (var stream in new[] { logs, events }) Assert.Contains("""data: {"reason":"over"}""", await stream.ReadToEndAsync(), StringComparison.Ordinal);
        Assert.Empty(control.Bugs);
    }

    [Fact]
    public async Task What_is_nearly_found_when_the_daemon_ends_is_told_before_the_reason()
    {
        await using var control = await ControlFixture.StartWithJournalAsync(JournalLimits.Default, 12_000, FillAsync, "db");
        control.Logs.Write("db", 1, 0, ["needle", .. Enumerable.Range(0, 300_000).Select(i => $"hay {i} {new string('x', 100)}")]);
        using var logs = await control.StreamAsync("/api/v1/logs?tail=1&grep=needle", "Connection: close\r\n");
        using var events = await control.StreamAsync("/api/v1/events?tail=100000&what=needle", "Connection: close\r\n");
        await logs.ReadUntilAsync("\r\n\r\n");
        await events.ReadUntilAsync("\r\n\r\n");
        // The clock stands still: it is waited for as long as it takes.
        await control.Server.StopAsync("over");
        foreach (var stream in new[] { logs, events })
        {
            var rest = await stream.ReadToEndAsync();
            Assert.True(rest.IndexOf("needle", StringComparison.Ordinal) is >= 0 and var found && found < rest.IndexOf("""data: {"reason":"over"}""", StringComparison.Ordinal), rest);
        }
    }

    [Fact]
    public async Task Searches_keep_nobody_from_reading_the_end_of_a_log()
    {
        await using var control = await ControlFixture.StartAsync("db", "web");
        control.Logs.Write("db", 1, 0, [.. Enumerable.Range(0, 600_000).Select(i => $"hay {i} {new string('x', 100)}")]);
        control.Logs.Write("web", 1, 0, "well");
        var searches = Enumerable.Range(0, 12).Select(_ => control.SendAsync("GET", "/api/v1/logs?service=db&tail=1&grep=needle")).ToList();
        Assert.Contains("well", (await control.SendAsync("GET", "/api/v1/logs?service=web&tail=1")).Body, StringComparison.Ordinal);
        Assert.Contains(searches, search => !search.IsCompleted);
        await Task.WhenAll(searches);
    }

    [Fact]
    public async Task A_stream_that_has_much_to_read_ends_with_a_reason_when_the_daemon_does()
    {
        await using var control = await ControlFixture.StartAsync("db");
        control.Logs.Write("db", 1, 0, [.. Enumerable.Range(0, 600_000).Select(i => $"hay {i} {new string('x', 100)}")]);
        using var logs = await control.StreamAsync("/api/v1/logs", "Connection: close\r\n");
        await logs.ReadUntilAsync("event: lines\n");
        var stopping = control.Server.StopAsync("over");
        var rest = await logs.ReadToEndAsync();
        await stopping;
        Assert.EndsWith("event: end\ndata: {\"reason\":\"over\"}", rest.TrimEnd('\n', '\r', '0'), StringComparison.Ordinal);
        Assert.DoesNotContain("hay 599999", rest, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_fails_once_a_stream_has_begun_is_its_last_event_with_a_code()
    {
        await using var control = await ControlFixture.StartAsync("db");
        control.Logs.Write("db", 1, 0, "one");
        File.Move(control.Logs.PathOf("db", 1), control.Logs.PathOf("db", 1) + "-elsewhere");
        File.CreateSymbolicLink(control.Logs.PathOf("db", 1), control.Logs.PathOf("db", 1) + "-elsewhere");
        using var stream = await control.StreamAsync("/api/v1/logs?tail=1", "Connection: close\r\n");
        var answer = await stream.ReadToEndAsync();
        Assert.StartsWith("HTTP/1.1 200", answer, StringComparison.Ordinal);
        Assert.Contains("event: end\ndata: {\"reason\":\"cannot read log ", answer, StringComparison.Ordinal);
        Assert.Contains("it is a symbolic link\",\"code\":\"unavailable\"}", answer, StringComparison.Ordinal);
        // Whoever reads by the client may try again, and is told why.
        var lost = await Assert.ThrowsAsync<Baton.Client.ConnectionLostException>(async () =>
        {
            await foreach (var batch in control.Client.Logs.FollowAsync(new Baton.Client.LogQuery { Tail = 1 })) Assert.Empty(batch);
        });
        Assert.Contains("it is a symbolic link", lost.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/api/v1/logs?service=ghost", 404)]
    [InlineData("/api/v1/logs?service=db&run=7", 404)]
    [InlineData("/api/v1/logs?cursor=no", 422)]
    [InlineData("/api/v1/logs?tail=5&grep=(", 422)]
    [InlineData("/api/v1/logs?until=2026-01-01T00:00:00Z", 422)]
    [InlineData("/api/v1/events?service=ghost", 404)]
    [InlineData("/api/v1/events?since=yesterday", 422)]
    public async Task What_is_wrong_with_the_question_is_a_status(string target, int status)
    {
        await using var control = await ControlFixture.StartAsync("db");
        control.Logs.Write("db", 1, 0, "one");
        using var stream = await control.StreamAsync(target, "Connection: close\r\n");
        Assert.StartsWith($"HTTP/1.1 {status} ", await stream.ReadToEndAsync(), StringComparison.Ordinal);
    }

    /// <summary>The first event that comes is one of silence: nothing was found yet. Where a log stream begins may be known already.</summary>
    private static async Task AssertIdleComesFirstAsync(ControlFixture control, FrameReader frames)
    {
        var frame = await FirstAsync(control, frames);
        if (frame.StartsWith("id: ", StringComparison.Ordinal) && frame.EndsWith("\nevent: idle\ndata: {}", StringComparison.Ordinal)) frame = await FirstAsync(control, frames);
        Assert.Equal("event: idle\ndata: {}", frame);
    }

    private static async Task<string> FirstAsync(ControlFixture control, FrameReader frames)
    {
        var frame = frames.NextFrameAsync();
        await Eventually.HoldsAsync(() =>
        {
            // Each step of the search has a wait of its own.
            if (control.Time.Armed.Contains(News.Idle)) control.Time.Advance(News.Idle);
            return frame.IsCompleted;
        }, "the first event");
        return await frame;
    }

    private static async Task<string> UntilAsync(FrameReader frames, string text)
    {
        while (true)
        {
            if (await frames.NextFrameAsync() is var frame && frame.Contains(text, StringComparison.Ordinal)) return frame;
        }
    }

    private static async Task FillAsync(string folder)
    {
        using var journal = NoticeJournal.Open(folder, JournalLimits.Default, TimeProvider.System);
        var board = new NoticeBoard(TimeProvider.System, kept: 12_000);
        journal.Connect(board, static bug => throw bug);
        var text = new string('x', 5000);
        for (var i = 0; i < 12_000; i++)
        {
            board.Publish("service/other", i == 0 ? "needle" : "tick", cause: null, text);
            // What is published at once is written at once, into one segment.
            if (i % (JournalLimits.Default.SegmentBytes / text.Length) == 0) await Eventually.HoldsAsync(() => journal.Reader.Newest(long.MaxValue, 1, NoticeFilter.All).First == board.Last, "it is written");
        }

        await journal.CloseAsync();
    }
}
