using System.Globalization;
using System.Text;
using Baton.Health.History;
using Baton.Health.History.Series;

namespace Baton.Control.StatusPages;

/// <summary>A bar for each of the last days: how much of it a monitor worked.</summary>
internal static class DayBars
{
    private const int Step = 8, Width = 6, Height = 32;

    // A day below this is a bad one, and not only one with a spot.
    private const double BadBelow = 95;

    /// <summary>Writes the bars as a picture within HTML.</summary>
    public static void Write(StringBuilder html, IReadOnlyList<SeriesPoint> days)
    {
        var shown = days.TakeLast(PublicPast.MostDays).ToList();
        var known = shown.Count(day => CountsOf(day).Probes > 0);
        var spotted = shown.Count(day => day.Failures > 0);
        html.Append(CultureInfo.InvariantCulture, $"<svg class=\"days\" viewBox=\"0 0 {PublicPast.MostDays * Step - (Step - Width)} {Height}\" preserveAspectRatio=\"none\" role=\"img\" aria-label=\"Of the last {PublicPast.MostDays} days {known} are known; on {spotted} of them something failed\">");
        for (var i = 0; i < PublicPast.MostDays; i++)
        {
            var at = i - (PublicPast.MostDays - shown.Count);
            WriteDay(html, i * Step, at < 0 ? null : shown[at]);
        }

        html.Append("</svg>\n");
    }

    /// <summary>All days together.</summary>
    public static Uptime SumOf(IReadOnlyList<SeriesPoint> days) => new(days.Sum(day => day.Successes), days.Sum(day => day.Failures));

    private static Uptime CountsOf(SeriesPoint day) => new(day.Successes, day.Failures);

    /// <summary>Bad days are taller, so that colour is not all that tells them.</summary>
    private static void WriteDay(StringBuilder html, int x, SeriesPoint? day)
    {
        var counts = day is null ? default : CountsOf(day);
        var (word, height) = counts switch
        {
            { Percent: null } => ("none", 12),
            { Failures: 0 } => ("good", 24),
            { Percent: >= BadBelow } => ("spot", 28),
            _ => ("bad", Height),
        };
        html.Append(CultureInfo.InvariantCulture, $"<rect class=\"day {word}\" x=\"{x}\" y=\"{Height - height}\" width=\"{Width}\" height=\"{height}\"");
        if (day is null || counts.Percent is null) html.Append("/>");
        else html.Append(CultureInfo.InvariantCulture, $"><title>{day.Begin.UtcDateTime:yyyy-MM-dd}: {StatusWords.Percent(counts)}</title></rect>");
    }
}
