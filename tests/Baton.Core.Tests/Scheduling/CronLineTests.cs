using System.Globalization;
using Baton.Core.Scheduling;

namespace Baton.Core.Tests.Scheduling;

public class CronLineTests
{
    [Theory]
    [InlineData("* * * * *", "2026-03-01T10:00:30", "2026-03-01T10:01")]
    [InlineData("30 4 * * *", "2026-03-01T04:30", "2026-03-02T04:30")]
    [InlineData("*/20 8-9 * * MON-FRI", "2026-03-06T09:41", "2026-03-09T08:00")]
    [InlineData("0 0 29 2 *", "2026-03-01T00:00", "2028-02-29T00:00")]
    [InlineData("0 12 13 * FRI", "2026-03-01T00:00", "2026-03-06T12:00")]
    [InlineData("5,10 0 1 jan,Jul *", "2026-01-01T00:07", "2026-01-01T00:10")]
    [InlineData("0 0 * * 7", "2026-03-02T00:00", "2026-03-08T00:00")]
    [InlineData("@monthly", "2026-01-31T23:59", "2026-02-01T00:00")]
    [InlineData(" @Hourly ", "2026-01-31T23:59", "2026-02-01T00:00")]
    public void The_next_time_is_the_first_after(string line, string after, string next) => Assert.Equal(Utc(next), Parse(line).Next(Utc(after), TimeZoneInfo.Utc));

    [Theory]
    [InlineData("30 2 * * *", "2026-03-28T12:00", "2026-03-29T01:00")]
    [InlineData("30 2 * * *", "2026-03-29T01:00", "2026-03-30T00:30")]
    [InlineData("30 2 * * *", "2026-10-24T12:00", "2026-10-25T00:30")]
    [InlineData("30 2 * * *", "2026-10-25T00:30", "2026-10-26T01:30")]
    [InlineData("30 * * * *", "2026-10-25T00:30", "2026-10-25T01:30")]
    [InlineData("30 * * * *", "2026-03-29T00:30", "2026-03-29T01:30")]
    public void A_clock_that_is_moved_neither_loses_nor_doubles_a_time_of_day(string line, string after, string next) =>
        Assert.Equal(Utc(next), Parse(line).Next(Utc(after), TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin")));

    [Theory]
    [InlineData("* * * *", "five fields")]
    [InlineData("60 * * * *", "the minute \"60\" must be *, a number from 0 to 59, or a range of these")]
    [InlineData("* * 0 * *", "the day of month \"0\"")]
    [InlineData("* * * * MOON", "the day of week \"MOON\" must be *, a number from 0 to 7 or SUN to SAT")]
    [InlineData("10-5 * * * *", "runs backwards; write \"10-59,0-5\"")]
    [InlineData("*/0 * * * *", "the step of \"*/0\" must be a number from 1 to 59")]
    [InlineData("5/15 * * * *", "write \"5-59/15\"")]
    [InlineData("0 0 30 2 *", "it never comes")]
    [InlineData("1,, * * * *", "the minute \"\"")]
    [InlineData("@reboot", "oneshot = true")]
    [InlineData("@noon", "there is no \"@noon\"; there are: @hourly")]
    [InlineData("99999999999 * * * *", "the minute")]
    [InlineData("-1 * * * *", "the minute \"-1\"")]
    public void A_wrong_line_is_told_with_what_to_write(string line, string problem)
    {
        Assert.Null(CronLine.Parse(line, out var told));
        Assert.Contains(problem, told, StringComparison.Ordinal);
    }

    /// <summary>Against a search minute by minute, around every kind of move of a clock.</summary>
    [Theory]
    [InlineData("Europe/Berlin", "2026-03-28", 1)]
    [InlineData("Europe/Berlin", "2026-10-24", 2)]
    [InlineData("America/New_York", "2026-10-31", 3)]
    [InlineData("Australia/Lord_Howe", "2026-04-04", 4)]
    [InlineData("Australia/Lord_Howe", "2026-10-03", 5)]
    [InlineData("America/Santiago", "2026-09-05", 6)]
    [InlineData("Asia/Kathmandu", "2026-05-05", 7)]
    public void Every_line_comes_when_a_search_by_minutes_finds_it(string zone, string from, int seed)
    {
        var (clock, random) = (TimeZoneInfo.FindSystemTimeZoneById(zone), new Random(seed));
        for (var i = 0; i < 150; i++)
        {
            var text = string.Create(CultureInfo.InvariantCulture, $"{Field(random, 60)} {Field(random, 24)} * * *");
            var line = Parse(text);
            var after = Utc(from).AddMinutes(random.Next(0, 3 * 24 * 60)).AddSeconds(random.Next(60));
            var (expected, found) = (Search(line, after, clock), line.Next(after, clock));
            Assert.True(expected == found, $"{text} in {zone} after {after:O}: {found:O}, expected {expected:O}");
        }
    }

    private static DateTimeOffset Search(CronLine line, DateTimeOffset after, TimeZoneInfo zone)
    {
        var minute = new DateTimeOffset(after.Ticks - (after.Ticks % TimeSpan.TicksPerMinute), TimeSpan.Zero);
        while (true)
        {
            minute = minute.AddMinutes(1);
            var (local, before) = (TimeZoneInfo.ConvertTime(minute, zone), TimeZoneInfo.ConvertTime(minute.AddMinutes(-1), zone));
            var isSecond = zone.IsAmbiguousTime(local.DateTime) && local.Offset == zone.GetAmbiguousTimeOffsets(local.DateTime).Min();
            if (line.Holds(local.DateTime) && (line.IsInterval || !isSecond)) return minute;
            if (line.IsInterval) continue;
            for (var left = before.DateTime.AddMinutes(1); left < local.DateTime; left = left.AddMinutes(1))
            {
                if (line.Holds(left)) return minute;
            }
        }
    }

    private static string Field(Random random, int count) => random.Next(5) switch
    {
        0 => "*",
        1 => string.Create(CultureInfo.InvariantCulture, $"*/{random.Next(1, count)}"),
        2 => string.Create(CultureInfo.InvariantCulture, $"{random.Next(count / 2)}-{random.Next(count / 2, count)}"),
        // Where clocks are moved.
        3 => string.Create(CultureInfo.InvariantCulture, $"{random.Next(4)}"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{random.Next(count)},{random.Next(count)}"),
    };

    private static CronLine Parse(string text)
    {
        var line = CronLine.Parse(text, out var problem);
        Assert.True(line is not null, problem);
        return line;
    }

    private static DateTimeOffset Utc(string time) => DateTimeOffset.Parse(time, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
}
