using System.Globalization;
using System.Net;
using System.Text;
using Baton.Control.Pages;
using Baton.Health.Manifests;

namespace Baton.Control.StatusPages;

/// <summary>Writes the status page: one file of HTML, without a script. What comes from a manifest or a person is escaped.</summary>
internal static class StatusHtml
{
    private const int MostPastIncidents = 20;
    private static readonly TimeSpan PastIncidents = TimeSpan.FromDays(14);

    /// <summary>The page.</summary>
    /// <param name="page">What the manifest says of it.</param>
    /// <param name="monitors">What is on it.</param>
    /// <param name="at">When this is so.</param>
    public static PageFile Write(StatusPage page, IReadOnlyList<PublicMonitor> monitors, DateTimeOffset at)
    {
        var html = new StringBuilder(4096);
        var overall = StatusWords.StandingOf(monitors);
        html.Append("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>").Append(Text(page.Title)).Append("</title>\n")
            .Append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"color-scheme\" content=\"light dark\">\n")
            .Append("<meta http-equiv=\"refresh\" content=\"60\">\n<link rel=\"icon\" href=\"data:,\">\n<link rel=\"stylesheet\" href=\"/status/style.css\">\n</head>\n<body>\n<main>\n")
            .Append("<h1>").Append(Text(page.Title)).Append("</h1>\n<p class=\"overall ").Append(ClassOf(overall)).Append("\">").Append(Mark(overall)).Append(StatusWords.OfAll(monitors)).Append("</p>\n");
        if (page.Notice is { } notice) html.Append("<p class=\"notice\">").Append(Text(notice)).Append("</p>\n");
        WriteNow(html, monitors, at);
        foreach (var group in monitors.GroupBy(monitor => monitor.Group ?? "")) WriteGroup(html, group.Key, group);
        WritePast(html, monitors, at);
        html.Append("<footer>As of ").Append(Time(at)).Append("</footer>\n</main>\n</body>\n</html>\n");
        return new PageFile("text/html; charset=utf-8", Encoding.UTF8.GetBytes(html.ToString()));
    }

    private static void WriteNow(StringBuilder html, IReadOnlyList<PublicMonitor> monitors, DateTimeOffset at)
    {
        var down = monitors.Where(monitor => monitor.Open is not null).ToList();
        if (down.Count == 0) return;
        html.Append("<section aria-labelledby=\"now\">\n<h2 id=\"now\">Now</h2>\n<ul class=\"incidents\">\n");
        foreach (var monitor in down)
        {
            var incident = monitor.Open!;
            html.Append("<li class=\"incident incident-open\"><strong>").Append(Text(monitor.Title)).Append("</strong> does not work since ").Append(Time(incident.Begin))
                .Append(" (").Append(StatusWords.Span(at - incident.Begin)).Append("). ").Append(monitor.Trouble);
            WriteNote(html, incident);
            html.Append("</li>\n");
        }

        html.Append("</ul>\n</section>\n");
    }

    private static void WriteGroup(StringBuilder html, string name, IEnumerable<PublicMonitor> monitors)
    {
        html.Append("<section class=\"group\">\n").Append(name.Length > 0 ? $"<h2>{Text(name)}</h2>\n" : "").Append("<ul class=\"monitors\">\n");
        foreach (var monitor in monitors)
        {
            html.Append("<li class=\"monitor\">\n<p class=\"line\"><span class=\"title\">").Append(Text(monitor.Title)).Append("</span><span class=\"state ").Append(ClassOf(monitor.Standing)).Append("\">")
                .Append(Mark(monitor.Standing)).Append(StatusWords.Of(monitor.Standing)).Append("</span></p>\n");
            DayBars.Write(html, monitor.Past.Days);
            html.Append("<p class=\"figures\"><span>24 hours <b>").Append(StatusWords.Percent(monitor.Day)).Append("</b></span><span>7 days <b>").Append(StatusWords.Percent(monitor.Week))
                .Append("</b></span><span>30 days <b>").Append(StatusWords.Percent(monitor.Month)).Append("</b></span><span>90 days <b>").Append(StatusWords.Percent(DayBars.SumOf(monitor.Past.Days))).Append("</b></span></p>\n</li>\n");
        }

        html.Append("</ul>\n</section>\n");
    }

    private static void WritePast(StringBuilder html, IReadOnlyList<PublicMonitor> monitors, DateTimeOffset at)
    {
        var past = monitors.SelectMany(monitor => monitor.Past.Incidents.Select(incident => (Monitor: monitor, Incident: incident)))
            .Where(one => at - one.Incident.End < PastIncidents).OrderByDescending(one => one.Incident.Begin).Take(MostPastIncidents).ToList();
        if (past.Count == 0) return;
        html.Append("<section aria-labelledby=\"past\">\n<h2 id=\"past\">The last two weeks</h2>\n<ul class=\"incidents\">\n");
        foreach (var (monitor, incident) in past)
        {
            html.Append("<li class=\"incident\"><strong>").Append(Text(monitor.Title)).Append("</strong> did not work for ").Append(StatusWords.Span(incident.End!.Value - incident.Begin)).Append(", from ").Append(Time(incident.Begin));
            WriteNote(html, incident);
            html.Append("</li>\n");
        }

        html.Append("</ul>\n</section>\n");
    }

    private static void WriteNote(StringBuilder html, PublicIncident incident)
    {
        if (incident.Note is { } note) html.Append("<p class=\"note\">").Append(Text(note)).Append("</p>");
    }

    private static string Time(DateTimeOffset time) =>
        $"<time datetime=\"{time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm'Z'", CultureInfo.InvariantCulture)}\">{StatusWords.Moment(time)}</time>";

    private static string ClassOf(PublicStanding standing) => standing switch
    {
        PublicStanding.Up => "up",
        PublicStanding.Down => "down",
        PublicStanding.Maintenance => "maintenance",
        _ => "unknown",
    };

    /// <summary>Its shape differs for each, so that colour is never all there is.</summary>
    private static string Mark(PublicStanding standing) => "<svg class=\"mark\" viewBox=\"0 0 16 16\" width=\"16\" height=\"16\" aria-hidden=\"true\">" + standing switch
    {
        PublicStanding.Up => "<circle cx=\"8\" cy=\"8\" r=\"7\"/><path class=\"hole\" d=\"M4.8 8.3 7 10.5l4.2-4.6\"/>",
        PublicStanding.Down => "<path d=\"M8 1.2 15.2 14H.8z\"/><path class=\"hole\" d=\"M8 6v3.6M8 11.9v.1\"/>",
        PublicStanding.Maintenance => "<rect x=\"1.5\" y=\"1.5\" width=\"13\" height=\"13\" rx=\"2\"/><path class=\"hole\" d=\"M5.8 5v6M10.2 5v6\"/>",
        _ => "<circle class=\"ring\" cx=\"8\" cy=\"8\" r=\"6\"/>",
    } + "</svg>";

    private static string Text(string text) => WebUtility.HtmlEncode(text);
}
