using Baton.Control.Routing;
using Baton.Core;
using Baton.Health.History.Series;
using Baton.Health.Monitors;
using Baton.Supervision.Secrets;

namespace Baton.Control.StatusPages;

/// <summary>Reads what was before from the history, one monitor after the other: a page for everybody must not keep others from it.</summary>
internal static class PastReading
{
    private const int MostIncidents = 20;

    /// <summary>Reads all of them; one whose history cannot be read keeps what was known of it.</summary>
    /// <param name="request">Who looks.</param>
    /// <param name="monitors">Of which monitors.</param>
    /// <param name="known">What was read before, by name.</param>
    public static async Task<Dictionary<string, PublicPast>> ReadAsync(ControlRequest request, IReadOnlyList<MonitorDefinition> monitors, IReadOnlyDictionary<string, PublicPast> known)
    {
        var now = request.Sources.Time.GetUtcNow();
        var plan = SeriesPlan.Of(now - TimeSpan.FromDays(PublicPast.MostDays - 1), now, TimeSpan.FromDays(1), now);
        var mask = new SecretMask(request.Options.Inherited());
        var past = new Dictionary<string, PublicPast>(monitors.Count, StringComparer.Ordinal);
        foreach (var name in monitors.Select(monitor => monitor.Name))
        {
            if (request.Sources.MonitorHistory(name) is not { } history) continue;
            try
            {
                var series = await history.SeriesAsync(plan);
                var incidents = await history.IncidentsAsync(MostIncidents);
                past[name] = new PublicPast(series.Points, [.. incidents.Where(incident => incident.End is not null).Select(incident => PublicIncident.Of(incident, mask))]);
            }
            catch (BatonException)
            {
                // The disk cannot be read, which the history itself tells, or too many ask: the page shows what is known.
                if (known.TryGetValue(name, out var before)) past[name] = before;
            }
        }

        return past;
    }
}
