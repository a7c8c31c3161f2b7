using System.Globalization;
using Baton.Client;
using Baton.Contracts;
using Baton.Processes;
using Baton.TestKit;

namespace Baton.Control.Tests.Streams;

public class LogStreamTests
{
    [Fact]
    public async Task A_stream_gives_the_tail_then_new_lines_and_watches_only_while_somebody_reads()
    {
        await using var control = await ControlFixture.StartAsync("db");
        control.Logs.Write("db", 1, 0, "one", "two", "three");
        await using (var reader = control.Client.Logs.FollowAsync(new LogQuery { Tail = 2 }).GetAsyncEnumerator())
        {
            Assert.True(await reader.MoveNextAsync());
            Assert.Equal(["two", "three"], reader.Current.Select(line => line.Text));
            Assert.Contains(new ProcessCommand.WatchOutput("db", IsWatched: true), control.Watches);
            var next = reader.MoveNextAsync();
            control.Logs.Write("db", 1, 10, "four");
            control.Activity.On(new ProcessEvent.OutputGrew(new RunId("db", 1), 0, 1));
            Assert.True(await next);
            Assert.Equal(["four"], reader.Current.Select(line => line.Text));
        }

        await Eventually.HoldsAsync(() => control.Watches.Contains(new ProcessCommand.WatchOutput("db", IsWatched: false)), "the watch ended");
    }

    [Fact]
    public async Task A_stream_that_was_lost_goes_on_from_its_id()
    {
        await using var control = await ControlFixture.StartAsync("db", "web");
        control.Logs.Write("db", 1, 0, "one");
        var lost = control.Client.Logs.FollowAsync(new LogQuery());
        await foreach (var batch in lost)
        {
            Assert.Equal(["one"], batch.Select(line => line.Text));
            control.Logs.Write("web", 1, 5, "two");
            control.Activity.On(new ProcessEvent.OutputGrew(new RunId("web", 1), 0, 1));
            if (lost.LastId is null) break;
        }

        Assert.Null(lost.LastId); // left on the first batch: it would be given again
        var all = control.Client.Logs.FollowAsync(new LogQuery());
        var seen = new List<string>();
        string? id = null;
        await foreach (var batch in all)
        {
            seen.AddRange(batch.Select(line => line.Text));
            control.Time.Advance(TimeSpan.FromSeconds(2));
            id = all.LastId;
            if (id is not null) break;
            control.Logs.Write("db", 1, 10, "three");
            control.Activity.On(new ProcessEvent.OutputGrew(new RunId("db", 1), 0, 1));
        }

        Assert.Equal(["one", "two", "three"], seen);
        control.Logs.Write("db", 1, 20, "four");
        await foreach (var batch in control.Client.Logs.FollowAsync(new LogQuery { Cursor = id }))
        {
            Assert.Equal(["three", "four"], batch.Select(line => line.Text));
            break;
        }
    }

    [Fact]
    public async Task The_end_of_the_daemon_gives_the_last_lines_even_without_newline_then_the_reason()
    {
        await using var control = await ControlFixture.StartAsync("db");
        control.Logs.Write("db", 1, 0, "one");
        var stream = control.Client.Logs.FollowAsync(new LogQuery());
        var seen = new List<string>();
        await foreach (var batch in stream)
        {
            seen.AddRange(batch.Select(line => line.Text));
            if (seen.Count > 1) continue;
            // Nobody tells of these: they are found when the stream is closed.
            control.Logs.Write("db", 1, 10, "two");
            control.Logs.Append("db", 1, $"{LogFiles.Stamp(20)} [stderr] last wor");
            _ = control.Server.StopAsync("stopped by test");
        }

        Assert.Equal(["one", "two", "last wor"], seen);
        Assert.Equal("stopped by test", stream.EndReason);
    }

    [Fact]
    public async Task A_reader_that_does_not_read_holds_up_nobody_and_loses_nothing()
    {
        await using var control = await ControlFixture.StartAsync("db");
        var lines = Enumerable.Range(0, 20_000).Select(i => i.ToString("D100", CultureInfo.InvariantCulture)).ToArray();
        control.Logs.Write("db", 1, 0, lines);
        await using var slow = control.Client.Logs.FollowAsync(new LogQuery()).GetAsyncEnumerator();
        Assert.True(await slow.MoveNextAsync());
        var seen = slow.Current.ToList();
        var fast = new List<LogLine>();
        await foreach (var batch in control.Client.Logs.FollowAsync(new LogQuery()))
        {
            fast.AddRange(batch);
            if (fast.Count >= lines.Length) break;
        }

        while (seen.Count < lines.Length && await slow.MoveNextAsync()) seen.AddRange(slow.Current);
        Assert.Equal(lines, fast.Select(line => line.Text));
        Assert.Equal(lines, seen.Select(line => line.Text));
    }

    [Fact]
    public async Task A_query_that_is_refused_is_a_problem_not_a_stream()
    {
        await using var control = await ControlFixture.StartAsync("db");
        var e = await Assert.ThrowsAsync<Baton.Client.ProblemException>(async () =>
        {
            await foreach (var _ in control.Client.Logs.FollowAsync(new LogQuery { Services = ["ghost"] }))
            {
            }
        });
        Assert.Equal((404, "not_found"), (e.Status, e.Problem.Code));
    }
}
