using System.Globalization;
using Baton.Core;
using Baton.Processes;

namespace Baton.Supervision.Logs.Tests;

public class LogReaderTests
{
    [Fact]
    public async Task A_query_begins_with_the_newest_run_and_earlier_runs_are_read_by_number()
    {
        using var logs = new LogFixture();
        logs.Write("a", 1, 0, "old");
        logs.Write("a", 2, 10, "new");
        Assert.Equal(["new"], (await logs.ReadAsync()).Texts);
        Assert.Equal(["old"], (await logs.ReadAsync(new LogQuery { Services = ["a"], Run = 1 })).Texts);
    }

    [Fact]
    public async Task Files_of_one_run_are_read_in_the_order_of_writing()
    {
        using var logs = new LogFixture();
        for (var i = 0; i < 12; i++)
        {
            logs.Write("a", 1, i, $"n{i}");
            if (i < 11) logs.Rotate("a", 1, i);
        }

        var expected = Enumerable.Range(0, 12).Select(i => $"n{i}").ToList();
        Assert.Equal(expected, (await logs.ReadAsync()).Texts);
        Assert.Equal(expected, await logs.ReadAllAsync(new LogQuery(), limit: 1));
        Assert.Equal(expected[^5..], (await logs.ReadAsync(new LogQuery { Tail = 5 })).Texts);
    }

    [Fact]
    public async Task Services_are_merged_by_time_and_pages_repeat_and_miss_nothing()
    {
        using var logs = new LogFixture("a", "b", "c");
        var expected = new List<string>();
        for (var i = 0; i < 300; i++)
        {
            var service = logs.Services[i * 7 % 3];
            logs.Write(service, 1, i, $"{service}{i}");
            expected.Add($"{service}{i}");
        }

        Assert.Equal(expected, await logs.ReadAllAsync(new LogQuery(), limit: 7));
        Assert.Equal(expected[^10..], (await logs.ReadAsync(new LogQuery { Tail = 10 })).Texts);
        Assert.Equal(expected[^10..], await logs.ReadAllAsync(new LogQuery { Tail = 10 }, limit: 3));
        Assert.Equal(expected.Where(text => text[0] != 'b'), await logs.ReadAllAsync(new LogQuery { Services = ["a", "c"] }, limit: 11));
    }

    [Fact]
    public async Task A_cursor_outlives_the_daemon_a_rotation_and_the_next_run()
    {
        using var logs = new LogFixture();
        logs.Write("a", 1, 0, "one", "two", "three");
        var (_, next) = await logs.ReadAsync(limit: 1);
        logs.Rotate("a", 1, 0);
        logs.Write("a", 1, 10, "four");
        logs.Write("a", 2, 20, "five");
        using var later = logs.NewReader();
        Assert.Equal(["two", "three", "four", "five"], (await logs.ReadAsync(new LogQuery { Cursor = next }, reader: later)).Texts);
    }

    [Fact]
    public async Task A_cursor_to_a_deleted_file_goes_on_at_the_oldest_kept_and_says_that_lines_are_missing()
    {
        using var logs = new LogFixture();
        logs.Write("a", 1, 0, "one", "two");
        var (_, next) = await logs.ReadAsync(limit: 1);
        logs.Rotate("a", 1, 0);
        File.Delete(logs.PathOf("a", 1, 0));
        logs.Write("a", 1, 10, "gone");
        logs.Rotate("a", 1, 1);
        logs.Write("a", 1, 20, "three");
        File.Delete(logs.PathOf("a", 1, 1));
        logs.Rotate("a", 1, 2);
        logs.Write("a", 1, 30, "four");
        Assert.Equal(["baton:output before this is no longer kept", "three", "four"], (await logs.ReadAsync(new LogQuery { Cursor = next })).Texts);
    }

    [Fact]
    public async Task Another_file_with_the_same_numbers_is_not_taken_for_the_one_of_the_cursor()
    {
        using var logs = new LogFixture();
        logs.Write("a", 1, 0, "one", "two");
        var (_, next) = await logs.ReadAsync(limit: 1);
        // As with a kept count of one: the file is gone, and its successor has no number either.
        File.Delete(logs.PathOf("a", 1));
        logs.Write("a", 1, 5000, "three", "four");
        Assert.Equal(["baton:output before this is no longer kept", "three", "four"], (await logs.ReadAsync(new LogQuery { Cursor = next })).Texts);
    }

    [Fact]
    public async Task The_tail_of_a_huge_file_reads_only_its_end()
    {
        using var logs = new LogFixture();
        var line = new string('x', 165);
        logs.Write("a", 1, 0, [.. Enumerable.Repeat(line, 200_000), "last"]);
        Assert.True(new FileInfo(logs.PathOf("a", 1)).Length > 39_000_000);
        var (texts, next) = await logs.ReadAsync(new LogQuery { Tail = 10 });
        Assert.Equal((10, "last"), (texts.Count, texts[^1]));
        Assert.Null(next);
        Assert.InRange(logs.Reader.BytesRead, 1, 64 * 1024);
    }

    [Fact]
    public async Task The_tail_of_one_page_of_a_huge_file_reads_little_more_than_the_page()
    {
        using var logs = new LogFixture();
        logs.Write("a", 1, 0, [.. Enumerable.Repeat(new string('x', 165), 100_000)]);
        await logs.ReadAsync(limit: 10);
        Assert.InRange(logs.Reader.BytesRead, 1, 256 * 1024);
    }

    [Fact]
    public async Task Tails_of_lines_longer_than_a_block_begin_where_the_line_does()
    {
        using var logs = new LogFixture();
        var lines = Enumerable.Range(0, 5).Select(i => $"{i}{new string('y', 50_000)}").ToArray();
        logs.Write("a", 1, 0, lines);
        Assert.Equal(lines[^2..], (await logs.ReadAsync(new LogQuery { Tail = 2 })).Texts);
        Assert.Equal(lines, (await logs.ReadAsync(new LogQuery { Tail = 9 })).Texts);
        Assert.Empty((await logs.ReadAsync(new LogQuery { Tail = 0 })).Texts);
    }

    [Fact]
    public async Task A_line_of_many_megabytes_comes_in_bounded_pieces_that_give_the_whole_line()
    {
        using var logs = new LogFixture();
        var text = string.Concat(Enumerable.Range(0, 700_000).Select(i => i % 3 == 0 ? "ü" : i % 3 == 1 ? "€" : "z"));
        logs.Write("a", 1, 0, text, "next");
        var pieces = await logs.ReadAllAsync(new LogQuery(), limit: 3);
        Assert.Equal("next", pieces[^1]);
        Assert.True(pieces.Count > 20);
        Assert.DoesNotContain(pieces, piece => piece.Contains('\uFFFD', StringComparison.Ordinal));
        Assert.All(pieces[1..^1], piece => Assert.StartsWith("+", piece, StringComparison.Ordinal));
        Assert.Equal(text, pieces[0] + string.Concat(pieces[1..^1].Select(piece => piece[1..])));
    }

    [Fact]
    public async Task A_stream_is_taken_apart_from_the_other_also_in_a_tail()
    {
        using var logs = new LogFixture();
        for (var i = 0; i < 50; i++) logs.Append("a", 1, $"{LogFixture.Stamp(i)} [{(i % 10 == 0 ? "stderr" : "stdout")}] n{i}\n");
        Assert.Equal(["n0", "n10", "n20", "n30", "n40"], (await logs.ReadAsync(new LogQuery { Stream = LogStreamKind.Stderr })).Texts);
        Assert.Equal(["n30", "n40"], (await logs.ReadAsync(new LogQuery { Stream = LogStreamKind.Stderr, Tail = 2 })).Texts);
    }

    [Fact]
    public async Task Damaged_lines_are_shown_whole_as_notes_and_do_no_harm()
    {
        using var logs = new LogFixture();
        logs.Append("a", 1, "no stamp\n\n\0\0\0\n2026-99-99T00:00:00.000Z [stdout] bad month\n2026-01-01T00:00:00.000Z [other] tag\n");
        logs.Write("a", 1, 5, "good");
        Assert.Equal(
            ["baton:no stamp", "baton:", "baton:\0\0\0", "baton:2026-99-99T00:00:00.000Z [stdout] bad month", "baton:2026-01-01T00:00:00.000Z [other] tag", "good"],
            (await logs.ReadAsync()).Texts);
    }

    [Fact]
    public async Task Bytes_that_are_not_UTF_8_are_passed_on_as_they_are()
    {
        using var logs = new LogFixture();
        await using (var file = File.OpenWrite(logs.PathOf("a", 1)))
        {
            await file.WriteAsync("2026-01-01T00:00:00.000Z [stdout] "u8.ToArray().Concat(new byte[] { 0xFF, 0xC3, 0x28, 0xE2, (byte)'\n' }).ToArray());
        }

        var batch = new LogBatch(10);
        await logs.Reader.ReadAsync(new LogQuery(), batch, CancellationToken.None);
        Assert.Equal(new byte[] { 0xFF, 0xC3, 0x28, 0xE2 }, batch.TextOf(batch.Entries[0]).ToArray());
    }

    [Theory]
    [InlineData("ghost")]
    [InlineData("..")]
    [InlineData("../secret")]
    [InlineData("a/../../secret")]
    [InlineData("/etc/passwd")]
    [InlineData("")]
    public async Task Names_that_no_service_has_are_not_looked_for(string name)
    {
        using var logs = new LogFixture();
        var e = await Assert.ThrowsAsync<BatonException>(() => logs.ReadAsync(new LogQuery { Services = [name] }));
        Assert.Equal(ErrorCode.NotFound, e.Code);
        Assert.Equal(0, logs.Reader.BytesRead);
    }

    [Fact]
    public async Task A_log_that_is_a_symbolic_link_is_refused()
    {
        using var logs = new LogFixture();
        File.CreateSymbolicLink(logs.PathOf("a", 1), "/etc/passwd");
        var e = await Assert.ThrowsAsync<BatonException>(() => logs.ReadAsync());
        Assert.Equal(ErrorCode.Unavailable, e.Code);
        Assert.Contains("symbolic link", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_that_is_a_symbolic_link_is_refused()
    {
        using var logs = new LogFixture();
        Directory.CreateDirectory(logs.Logs);
        Directory.CreateSymbolicLink(Path.Combine(logs.Logs, "a"), "/etc");
        var e = await Assert.ThrowsAsync<BatonException>(() => logs.ReadAsync());
        Assert.Equal(ErrorCode.Unavailable, e.Code);
    }

    [Fact]
    public async Task A_thousand_services_are_read_in_one_page_with_a_cursor_that_fits_into_a_request()
    {
        var names = Enumerable.Range(0, 1000).Select(i => string.Create(CultureInfo.InvariantCulture, $"service-{i:D4}")).ToArray();
        using var logs = new LogFixture(names);
        foreach (var name in names) logs.Write(name, 3, 0, [.. Enumerable.Range(0, 3).Select(i => $"{name} {i} {new string('t', 100)}")]);
        var (texts, next) = await logs.ReadAsync(limit: 1000);
        Assert.Equal(1000, texts.Count);
        Assert.InRange(next!.Length, 1, LogCursor.MaxLength);
        Assert.Equal(3000, (await logs.ReadAllAsync(new LogQuery(), limit: 1000)).Count);
        Assert.Equal(5, (await logs.ReadAsync(new LogQuery { Tail = 5 })).Texts.Count);
    }

    [Fact]
    public async Task A_service_without_a_log_has_no_lines()
    {
        using var logs = new LogFixture("a", "b");
        Assert.Empty((await logs.ReadAsync()).Texts);
        Assert.Empty((await logs.ReadAsync(new LogQuery { Tail = 10 })).Texts);
        logs.Write("b", 1, 0, "one");
        Assert.Equal(["one"], (await logs.ReadAsync()).Texts);
    }

    [Fact]
    public void A_follower_asks_the_host_once_for_each_service_however_many_follow()
    {
        using var logs = new LogFixture();
        var first = logs.Activity.Watch("a", _ => { });
        var second = logs.Activity.Watch("a", _ => { });
        first.Dispose();
        first.Dispose();
        Assert.Equal([new ProcessCommand.WatchOutput("a", true)], logs.Commands);
        second.Dispose();
        Assert.Equal([new ProcessCommand.WatchOutput("a", true), new ProcessCommand.WatchOutput("a", false)], logs.Commands);
    }
}
