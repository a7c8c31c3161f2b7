using System.Globalization;
using Baton.TestKit;

namespace Baton.Supervision.Logs.Tests;

public class LogFollowerTests
{
    [Fact]
    public async Task A_follower_gives_what_is_there_then_what_is_written()
    {
        using var logs = new LogFixture();
        logs.Write("a", 1, 0, "one");
        using var follower = await logs.FollowAsync();
        Assert.Equal(["one"], await LogFixture.NextAsync(follower));
        var next = LogFixture.NextAsync(follower);
        Assert.False(next.IsCompleted);
        logs.Write("a", 1, 5, "two");
        logs.Grew("a", 1);
        Assert.Equal(["two"], await next);
    }

    [Fact]
    public async Task A_follower_goes_on_over_rotations_and_into_the_next_run()
    {
        using var logs = new LogFixture();
        using var follower = await logs.FollowAsync();
        var seen = new List<string>();
        for (var i = 0; i < 20; i++)
        {
            logs.Write("a", 1 + (i / 10), i, $"n{i}");
            if (i % 3 == 0) logs.Rotate("a", 1 + (i / 10), i % 10 / 3);
            logs.Grew("a", 1 + (i / 10));
            seen.AddRange(await LogFixture.NextAsync(follower));
        }

        Assert.Equal(Enumerable.Range(0, 20).Select(i => $"n{i}"), seen);
    }

    [Fact]
    public async Task The_last_words_of_a_run_are_given_even_when_the_next_run_has_begun()
    {
        using var logs = new LogFixture();
        logs.Write("a", 1, 0, "one");
        using var follower = await logs.FollowAsync();
        await LogFixture.NextAsync(follower);
        logs.Write("a", 2, 10, "hello");
        logs.Grew("a", 2);
        Assert.Equal(["hello"], await LogFixture.NextAsync(follower));
        logs.Write("a", 1, 5, "dying because");
        logs.Grew("a", 1);
        Assert.Equal(["dying because"], await LogFixture.NextAsync(follower));
        logs.Write("a", 2, 20, "on");
        logs.Grew("a", 2);
        Assert.Equal(["on"], await LogFixture.NextAsync(follower));
    }

    [Fact]
    public async Task A_line_without_its_newline_is_held_back_for_a_moment_then_given_as_far_as_it_goes()
    {
        using var logs = new LogFixture();
        logs.Write("a", 1, 0, "one");
        using var follower = await logs.FollowAsync();
        await LogFixture.NextAsync(follower);
        logs.Append("a", 1, $"{LogFixture.Stamp(5)} [stdout] Pass");
        logs.Grew("a", 1);
        var next = LogFixture.NextAsync(follower);
        await Eventually.HoldsAsync(() => logs.Time.Armed.Count == 1, "the wait for the rest of the line");
        Assert.False(next.IsCompleted);
        logs.Time.Advance(LogFollower.PartialLineDelay);
        Assert.Equal(["Pass"], await next);
        logs.Append("a", 1, "word: \n");
        logs.Grew("a", 1);
        Assert.Equal(["+word: "], await LogFixture.NextAsync(follower));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(40)]
    public async Task A_follower_that_lags_behind_misses_nothing_while_the_files_ahead_of_it_are_compressed_and_more_is_written(int linesEachTime)
    {
        const int files = 60, linesEach = 20;
        using var logs = new LogFixture();
        for (var file = 0; file < files; file++) WriteFile(logs, file, linesEach);
        using var follower = await logs.FollowAsync(new LogQuery { Tail = files * linesEach });
        var working = Task.Run(() =>
        {
            // As in Baton: one closed file after the other, while the run goes on.
            for (var file = 0; file < files; file++)
            {
                logs.Compress("a", 1, file);
                WriteFile(logs, files + file, linesEach);
                logs.Grew("a", 1);
            }
        });
        var seen = new List<string>();
        while (seen.Count < 2 * files * linesEach) seen.AddRange(await LogFixture.NextAsync(follower, linesEachTime));
        await working;
        Assert.Equal(Enumerable.Range(0, 2 * files * linesEach).Select(i => $"n{i}"), seen);
        Assert.Equal(files, Directory.GetFiles($"{logs.Logs}/a", "*.gz").Length);
    }

    private static void WriteFile(LogFixture logs, int file, int lines)
    {
        logs.Write("a", 1, file * lines, [.. Enumerable.Range(file * lines, lines).Select(i => $"n{i}")]);
        logs.Rotate("a", 1, file);
    }

    [Fact]
    public async Task A_line_written_in_two_steps_stays_whole()
    {
        using var logs = new LogFixture();
        using var follower = await logs.FollowAsync();
        logs.Append("a", 1, $"{LogFixture.Stamp(5)} [stdout] half ");
        logs.Grew("a", 1);
        var next = LogFixture.NextAsync(follower);
        await Eventually.HoldsAsync(() => logs.Time.Armed.Count == 1, "the wait for the rest of the line");
        logs.Append("a", 1, "and half\n");
        logs.Grew("a", 1);
        Assert.Equal(["half and half"], await next);
    }

    [Fact]
    public async Task A_follower_that_begins_inside_a_line_gives_its_rest_as_continued()
    {
        using var logs = new LogFixture();
        logs.Append("a", 1, $"{LogFixture.Stamp(5)} [stderr] working");
        using var follower = await logs.FollowAsync(new LogQuery { Tail = 0 });
        logs.Append("a", 1, " ... done\n");
        logs.Grew("a", 1);
        Assert.Equal(["+ ... done"], await LogFixture.NextAsync(follower));
    }

    [Fact]
    public async Task Half_a_character_is_never_given()
    {
        using var logs = new LogFixture();
        logs.Append("a", 1, $"{LogFixture.Stamp(5)} [stdout] price ");
        await using (var file = new FileStream(logs.PathOf("a", 1), FileMode.Append)) await file.WriteAsync(new byte[] { 0xE2, 0x82 });
        using var follower = await logs.FollowAsync();
        var next = LogFixture.NextAsync(follower);
        await Eventually.HoldsAsync(() => logs.Time.Armed.Count == 1, "the wait for the rest of the line");
        logs.Time.Advance(LogFollower.PartialLineDelay);
        Assert.Equal(["price "], await next);
        await using (var file = new FileStream(logs.PathOf("a", 1), FileMode.Append)) await file.WriteAsync(new byte[] { 0xAC, (byte)'\n' });
        logs.Grew("a", 1);
        Assert.Equal(["+€"], await LogFixture.NextAsync(follower));
    }

    [Fact]
    public async Task A_thousand_services_are_followed_by_one_sleeper_with_one_timer()
    {
        var names = Enumerable.Range(0, 1000).Select(i => string.Create(CultureInfo.InvariantCulture, $"s{i}")).ToArray();
        using var logs = new LogFixture(names);
        using var follower = await logs.FollowAsync();
        var next = LogFixture.NextAsync(follower);
        logs.Write("s7", 1, 0, "seven");
        logs.Grew("s7", 1);
        Assert.Equal(["seven"], await next);
        for (var i = 0; i < names.Length; i++) logs.Write(names[i], 1, 1000 - i, $"n{i}");
        foreach (var name in names) logs.Grew(name, 1);
        var seen = new HashSet<string>();
        while (seen.Count < names.Length) seen.UnionWith(await LogFixture.NextAsync(follower));
        Assert.Empty(logs.Time.Armed);
        Assert.Equal(1000, logs.Commands.Count);
    }

    [Fact]
    public async Task Far_more_than_a_batch_holds_is_given_whole_and_in_order()
    {
        using var logs = new LogFixture();
        var lines = Enumerable.Range(0, 10_000).Select(i => i.ToString("D200", CultureInfo.InvariantCulture)).ToArray();
        logs.Write("a", 1, 0, lines);
        using var follower = await logs.FollowAsync();
        var seen = new List<string>();
        while (seen.Count < lines.Length) seen.AddRange(await LogFixture.NextAsync(follower));
        Assert.Equal(lines, seen);
    }

    [Fact]
    public async Task A_follower_goes_on_where_the_cursor_of_another_ended()
    {
        using var logs = new LogFixture();
        logs.Write("a", 1, 0, "one", "two");
        string? cursor;
        using (var follower = await logs.FollowAsync())
        {
            await LogFixture.NextAsync(follower);
            cursor = follower.Cursor;
        }

        logs.Write("a", 1, 5, "three");
        using var other = await logs.FollowAsync(new LogQuery { Cursor = cursor });
        Assert.Equal(["three"], await LogFixture.NextAsync(other));
    }

    [Fact]
    public async Task Cancelling_ends_the_wait_and_loses_nothing()
    {
        using var logs = new LogFixture();
        using var follower = await logs.FollowAsync();
        using var stop = new CancellationTokenSource();
        var waiting = follower.ReadAsync(new LogBatch(10), stop.Token);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        logs.Write("a", 1, 0, "one");
        logs.Grew("a", 1);
        Assert.Equal(["one"], await LogFixture.NextAsync(follower));
    }

    [Fact]
    public async Task Cancelling_in_the_middle_of_reading_gives_no_line_twice()
    {
        using var logs = new LogFixture();
        var lines = Enumerable.Range(0, 1000).Select(i => i.ToString(CultureInfo.InvariantCulture)).ToArray();
        logs.Write("a", 1, 0, lines);
        for (var round = 0; round < 50; round++)
        {
            using var follower = await logs.FollowAsync();
            using var stop = new CancellationTokenSource();
            var batch = new LogBatch(1000);
            var cancelling = Task.Run(() =>
            {
                SpinWait.SpinUntil(() => batch.Entries.Count > 0, Eventually.Limit);
                stop.Cancel();
            });
            await follower.ReadAsync(batch, stop.Token).ContinueWith(_ => { }, TaskScheduler.Default);
            stop.Cancel();
            await cancelling;
            var seen = LogFixture.Texts(batch);
            await follower.ReadRestAsync(batch, CancellationToken.None);
            Assert.Equal(lines, seen.Concat(LogFixture.Texts(batch)));
        }
    }
}
