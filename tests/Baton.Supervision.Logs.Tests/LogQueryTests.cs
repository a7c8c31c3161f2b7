using Baton.Core;

namespace Baton.Supervision.Logs.Tests;

public class LogQueryTests
{
    [Fact]
    public async Task The_previous_run_is_the_one_before_the_newest_and_stays_so_while_its_pages_are_read()
    {
        using var logs = new LogFixture();
        logs.Write("a", 1, 0, "old");
        logs.Write("a", 4, 10, "crash", "boom");
        logs.Write("a", 5, 20, "new");
        var (texts, next) = await logs.ReadAsync(new LogQuery { Services = ["a"], Previous = true }, limit: 1);
        Assert.Equal(["crash"], texts);
        logs.Write("a", 6, 30, "newer");
        Assert.Equal(["boom"], (await logs.ReadAsync(new LogQuery { Services = ["a"], Previous = true, Cursor = next })).Texts);
        Assert.Equal(["new"], (await logs.ReadAsync(new LogQuery { Services = ["a"], Previous = true, Tail = 3 })).Texts);
    }

    [Fact]
    public async Task A_service_without_an_earlier_run_is_told_when_it_was_named_alone_and_has_no_lines_among_others()
    {
        using var logs = new LogFixture("a", "b");
        logs.Write("a", 1, 0, "only");
        logs.Write("b", 1, 0, "first");
        logs.Write("b", 2, 1, "second");
        Assert.Equal(["first"], (await logs.ReadAsync(new LogQuery { Previous = true })).Texts);
        Assert.Equal(["first"], (await logs.ReadAsync(new LogQuery { Previous = true, Tail = 5 })).Texts);
        var e = await Assert.ThrowsAsync<BatonException>(() => logs.ReadAsync(new LogQuery { Services = ["a"], Previous = true }));
        Assert.Equal(ErrorCode.NotFound, e.Code);
    }

    [Fact]
    public async Task An_expression_is_found_in_lines_forwards_and_in_a_tail_also_in_late_pieces_of_long_lines()
    {
        using var logs = new LogFixture();
        for (var i = 0; i < 40; i++) logs.Write("a", 1, i, i % 10 == 3 ? $"Error {i}" : $"fine {i}");
        logs.Write("a", 1, 50, new string('y', 150_000) + "error at the end", "fine");
        Assert.Equal(["Error 3", "Error 13", "Error 23", "Error 33"], (await logs.ReadAsync(new LogQuery { Grep = new LogFilter("^Error", false) })).Texts);
        var late = (await logs.ReadAsync(new LogQuery { Grep = new LogFilter("error", true), Tail = 2 })).Texts;
        Assert.Equal(2, late.Count);
        Assert.Equal("Error 33", late[0]);
        Assert.EndsWith("error at the end", late[1], StringComparison.Ordinal);
        Assert.Equal(late, await logs.ReadAllAsync(new LogQuery { Grep = new LogFilter("error", true), Tail = 2 }, limit: 1));
    }

    [Theory]
    [InlineData("(")]
    [InlineData("(?=look)ahead")]
    [InlineData("(a)\\1")]
    [InlineData("((a{1000}){1000}){1000}")]
    [InlineData("(((x{900}){900}){900}){900}y")]
    public void Expressions_that_cannot_be_tried_in_bounded_time_and_memory_are_refused(string expression)
    {
        var e = Assert.Throws<BatonException>(() => new LogFilter(expression, ignoresCase: true));
        Assert.Equal(ErrorCode.InvalidRequest, e.Code);
        Assert.Throws<BatonException>(() => new LogFilter(new string('a', 1001), false));
    }

    [Fact]
    public async Task A_time_leads_into_a_huge_file_without_reading_what_is_before()
    {
        using var logs = new LogFixture();
        logs.Write("a", 1, 0, [.. Enumerable.Range(0, 200_000).Select(i => $"{i} {new string('x', 150)}")]);
        var (texts, _) = await logs.ReadAsync(new LogQuery { Since = LogFixture.TimeOf(150_000), Until = LogFixture.TimeOf(150_002) });
        Assert.Equal([150_000, 150_001, 150_002], texts.Select(text => int.Parse(text.Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture)));
        Assert.InRange(logs.Reader.BytesRead, 1, 1 << 20);
    }

    [Fact]
    public async Task A_follower_from_a_time_on_takes_the_rest_of_a_line_that_began_before_as_its_rest()
    {
        using var logs = new LogFixture();
        logs.Write("a", 1, 0, "one");
        logs.Append("a", 1, $"{LogFixture.Stamp(5)} [stdout] half");
        using var follower = await logs.FollowAsync(new LogQuery { Since = LogFixture.TimeOf(50) });
        logs.Append("a", 1, " more\n");
        logs.Write("a", 1, 60, "two");
        logs.Grew("a", 1);
        Assert.Equal(["+ more", "two"], await LogFixture.NextAsync(follower));
    }

    [Fact]
    public async Task Questions_that_contradict_themselves_are_refused()
    {
        using var logs = new LogFixture();
        logs.Write("a", 1, 0, "one");
        var (early, late) = (LogFixture.TimeOf(0), LogFixture.TimeOf(1));
        foreach (var query in new[] { new LogQuery { Services = ["a"], Run = 1, Previous = true }, new LogQuery { Since = late, Until = early } })
            Assert.Equal(ErrorCode.InvalidRequest, (await Assert.ThrowsAsync<BatonException>(() => logs.ReadAsync(query))).Code);
        foreach (var query in new[] { new LogQuery { Previous = true }, new LogQuery { Until = early } })
            Assert.Equal(ErrorCode.InvalidRequest, (await Assert.ThrowsAsync<BatonException>(() => logs.FollowAsync(query))).Code);
    }
}
