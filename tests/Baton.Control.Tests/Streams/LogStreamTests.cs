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
    public async Task A_stream_that_was_lost_goes_on_behind_the_last_batch_that_was_taken()
    {
        await using var control = await ControlFixture.StartAsync("db", "web");
        control.Logs.Write("db", 1, 0, "one");
        var lost = control.Client.Logs.FollowAsync(new LogQuery { Tail = 1 });
        string? beginning = null;
        var seen = new List<string>();
        await foreach (var batch in lost)
        {
            seen.AddRange(batch.Select(line => line.Text));
            beginning ??= lost.LastId;
            if (seen.Count == 3) break;
            // Each batch has a place, also where one follows at once on the other.
            var (service, text) = seen.Count == 1 ? ("web", "two") : ("db", "three");
            control.Logs.Write(service, 1, 10 * seen.Count, text);
            control.Activity.On(new ProcessEvent.OutputGrew(new RunId(service, 1), 0, 1));
        }

        control.Logs.Write("db", 1, 30, "four");
        // Left on a batch: it is given again. Left before the first one: all of them are.
        foreach (var (place, expected) in new[] { (lost.LastId, new[] { "three", "four" }), (beginning, ["one", "three", "four", "two"]) })
        {
            Assert.NotNull(place);
            await foreach (var batch in control.Client.Logs.FollowAsync(new LogQuery { Cursor = place }))
            {
                Assert.Equal(expected.Order(), batch.Select(line => line.Text).Order());
                break;
            }
        }
    }

    [Fact]
    public async Task A_stream_that_the_daemon_ends_is_resumed_exactly_however_many_services_it_is_of()
    {
        var names = Enumerable.Range(0, 100).Select(i => string.Create(CultureInfo.InvariantCulture, $"s{i}")).ToArray();
        await using var control = await ControlFixture.StartAsync(names);
        var stream = control.Client.Logs.FollowAsync(new LogQuery());
        var seen = new List<string>();
        control.Logs.Write("s0", 1, 0, "0");
        await foreach (var batch in stream)
        {
            seen.AddRange(batch.Select(line => line.Text));
            if (seen.Count < 3)
            {
                var service = names[seen.Count];
                control.Logs.Write(service, 1, seen.Count, seen.Count.ToString(CultureInfo.InvariantCulture));
                control.Activity.On(new ProcessEvent.OutputGrew(new RunId(service, 1), 0, 1));
            }
            else if (seen.Count == 3) _ = control.Server.StopAsync("replaced by test", isFollowed: true);
        }

        Assert.Equal(["0", "1", "2"], seen);
        Assert.True(stream.IsResumable);
        control.Logs.Write("s0", 1, 10, "3");
        var rest = new Supervision.Logs.LogBatch(10);
        await control.Reader.ReadAsync(new Supervision.Logs.LogQuery { Cursor = stream.LastId }, rest, CancellationToken.None);
        Assert.Equal("3", System.Text.Encoding.UTF8.GetString(rest.TextOf(Assert.Single(rest.Entries))));
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
