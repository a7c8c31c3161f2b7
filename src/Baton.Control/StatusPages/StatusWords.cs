using System.Globalization;
using Baton.Health.History;

namespace Baton.Control.StatusPages;

/// <summary>Words and figures of the status page and its badges. Times are UTC, since nobody knows where those are who look.</summary>
internal static class StatusWords
{
    /// <summary>How a monitor does.</summary>
    public static string Of(PublicStanding standing) => standing switch
    {
        PublicStanding.Up => "Works",
        PublicStanding.Down => "Does not work",
        PublicStanding.Maintenance => "Maintenance",
        PublicStanding.Unwatched => "Not watched now",
        _ => "Not known yet",
    };

    /// <summary>All of them in a sentence.</summary>
    public static string OfAll(IReadOnlyList<PublicMonitor> monitors)
    {
        if (monitors.Count == 0) return "Nothing is shown here yet";
        var down = monitors.Count(monitor => monitor.Standing == PublicStanding.Down);
        if (down == monitors.Count && down > 1) return "Nothing works";
        if (down > 0) return string.Create(CultureInfo.InvariantCulture, $"{down} of {monitors.Count} {(down == 1 ? "does" : "do")} not work");
        if (monitors.Any(monitor => monitor.Standing == PublicStanding.Maintenance)) return "Maintenance is under way";
        return monitors.All(monitor => monitor.Standing == PublicStanding.Up) ? "Everything works" : "Not everything is known";
    }

    /// <summary>How all of them do together.</summary>
    public static PublicStanding StandingOf(IReadOnlyList<PublicMonitor> monitors)
    {
        foreach (var standing in (ReadOnlySpan<PublicStanding>)[PublicStanding.Down, PublicStanding.Maintenance, PublicStanding.Unknown, PublicStanding.Unwatched])
        {
            if (monitors.Any(monitor => monitor.Standing == standing)) return standing;
        }

        return monitors.Count == 0 ? PublicStanding.Unknown : PublicStanding.Up;
    }

    /// <summary>A share of successes, cut and never rounded up: where something failed it does not say 100 %.</summary>
    public static string Percent(Uptime uptime)
    {
        if (uptime.Percent is not { } percent) return "–";
        return uptime.Failures == 0 ? "100 %" : (Math.Floor(percent * 100) / 100).ToString("0.##", CultureInfo.InvariantCulture) + " %";
    }

    /// <summary>A moment: <c>12:03 UTC, 22 November</c>.</summary>
    public static string Moment(DateTimeOffset time) => time.UtcDateTime.ToString("HH:mm 'UTC,' d MMMM", CultureInfo.InvariantCulture);

    /// <summary>A span in its largest units: <c>3 d 4 h</c>, <c>2 h 5 min</c>, <c>7 min</c>.</summary>
    public static string Span(TimeSpan span) => span switch
    {
        { TotalMinutes: < 1 } => "less than a minute",
        { TotalHours: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{span.Minutes} min"),
        { TotalDays: < 1 } => string.Create(CultureInfo.InvariantCulture, $"{span.Hours} h {span.Minutes} min"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{(int)span.TotalDays} d {span.Hours} h"),
    };
}
