using System.Globalization;
using Baton.Contracts.Health;

namespace Baton.Cli.Output;

/// <summary>Incidents of a monitor, and silences, as tables.</summary>
internal static class IncidentTable
{
    /// <summary>Times in which it was down, one a line.</summary>
    public static string Render(IReadOnlyList<MonitorIncidentRecord> incidents, TimeProvider time, Appearance show)
    {
        var table = new Table(">NUMBER", "BEGIN", ">LASTED", "REASON", "NOTE");
        var now = time.GetUtcNow();
        foreach (var incident in incidents)
        {
            var lasted = Figures.Age((incident.End ?? now) - incident.Begin);
            table.Add(
                incident.Number > 0 ? incident.Number.ToString(CultureInfo.InvariantCulture) : "", LocalTime.Of(incident.Begin, time),
                incident.End is null ? new Cell($"{lasted} so far", Ansi.Red) : lasted, incident.Reason.ReplaceLineEndings(" "), incident.Note?.ReplaceLineEndings(" ") ?? "");
        }

        return table.Render(show);
    }

    /// <summary>Silences, one a line.</summary>
    public static string Render(IReadOnlyList<SilenceRecord> silences, TimeProvider time, Appearance show)
    {
        var table = new Table("MONITOR", "UNTIL", ">LEFT", "BY", "REASON");
        var now = time.GetUtcNow();
        foreach (var silence in silences) table.Add(silence.Monitor ?? "(all)", LocalTime.Of(silence.Until, time), Figures.Age(silence.Until - now), silence.By, silence.Reason.ReplaceLineEndings(" "));
        return table.Render(show);
    }
}
