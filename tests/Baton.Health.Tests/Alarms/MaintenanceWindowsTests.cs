using System.Globalization;
using Baton.Core.Scheduling;
using Baton.Health.Alarms;
using Baton.Health.Tests.Monitors;

namespace Baton.Health.Tests.Alarms;

public class MaintenanceWindowsTests
{
    private static readonly MaintenanceWindow Nights = new("nights")
    {
        Schedule = CronLine.Parse("30 2 * * *", out _),
        Duration = TimeSpan.FromMinutes(60),
        Zone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin"),
    };

    [Theory]
    [InlineData("2026-11-22T01:29:59", false)]
    [InlineData("2026-11-22T01:30:00", true)]
    [InlineData("2026-11-22T02:29:59", true)]
    [InlineData("2026-11-22T02:30:00", false)]
    [InlineData("2026-07-01T00:30:00", true)]
    // The night in which the clock shows no half past two, and the one in which it shows it twice.
    [InlineData("2026-03-29T01:00:00", true)]
    [InlineData("2026-10-25T00:30:00", true)]
    [InlineData("2026-10-25T01:30:00", false)]
    public void A_window_follows_the_clock_of_its_zone(string at, bool isOpen) => Assert.Equal(isOpen, Nights.IsOpenAt(Utc(at)));

    [Fact]
    public void Each_edge_is_found_and_lies_ahead()
    {
        Assert.Equal(Utc("2026-11-22T01:30:00"), Nights.NextEdge(Utc("2026-11-22T00:00:00")));
        Assert.Equal(Utc("2026-11-22T02:30:00"), Nights.NextEdge(Utc("2026-11-22T01:30:00")));
        Assert.Equal(Utc("2026-11-23T01:30:00"), Nights.NextEdge(Utc("2026-11-22T02:30:00")));
        var once = new MaintenanceWindow("once") { Start = Utc("2026-11-22T10:00:00"), End = Utc("2026-11-22T11:00:00") };
        Assert.Equal(Utc("2026-11-22T10:00:00"), once.NextEdge(Utc("2026-11-22T09:00:00")));
        Assert.Equal(Utc("2026-11-22T11:00:00"), once.NextEdge(Utc("2026-11-22T10:00:00")));
        Assert.Null(once.NextEdge(Utc("2026-11-22T11:00:00")));
        Assert.Equal(Utc("2026-11-22T10:00:00"), new MaintenanceWindows([Nights, once]).NextEdge(Utc("2026-11-22T03:00:00")));
        Assert.Null(MaintenanceWindows.None.NextEdge(Utc("2026-11-22T03:00:00")));
    }

    [Fact]
    public void A_window_longer_than_the_time_between_its_beginnings_is_always_open()
    {
        var always = Nights with { Duration = TimeSpan.FromHours(30) };
        for (var at = Utc("2026-11-22T00:00:00"); at < Utc("2026-11-25T00:00:00"); at += TimeSpan.FromMinutes(17))
        {
            Assert.True(always.IsOpenAt(at));
            Assert.True(always.NextEdge(at) > at);
        }
    }

    [Fact]
    public void A_window_is_about_names_tags_and_groups_and_without_these_about_all()
    {
        var monitor = FleetFixture.Named("web") with { Tags = ["night"], Group = "shop" };
        Assert.True(new MaintenanceWindow("all").Covers(monitor));
        Assert.True(new MaintenanceWindow("named") { Monitors = ["web"] }.Covers(monitor));
        Assert.True(new MaintenanceWindow("tagged") { Monitors = ["db"], Tags = ["night"] }.Covers(monitor));
        Assert.True(new MaintenanceWindow("grouped") { Groups = ["shop"] }.Covers(monitor));
        Assert.False(new MaintenanceWindow("other") { Monitors = ["db"], Tags = ["day"], Groups = ["bank"] }.Covers(monitor));
    }

    private static DateTimeOffset Utc(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
}
