using System.Collections.Concurrent;
using System.Globalization;
using Baton.Control.Metrics;
using Baton.Health.Routes;

namespace Baton.Control.Gateway;

/// <summary>What was forwarded since the daemon began, by route.</summary>
internal sealed class GatewayFigures
{
    // Routes come and go with reloads; their counts stay, since a counter that vanishes and comes back at zero is none.
    private const int Most = 4 * RoutesSection.Most;
    private static readonly RouteFigures Beyond = new();

    private readonly ConcurrentDictionary<string, RouteFigures> _byName = new(StringComparer.Ordinal);

    /// <summary>Those of a route; beyond <see cref="Most"/> names they are no longer told.</summary>
    public RouteFigures Of(string name) => _byName.TryGetValue(name, out var figures) ? figures : _byName.Count >= Most ? Beyond : _byName.GetOrAdd(name, static _ => new RouteFigures());

    /// <summary>Writes all of it.</summary>
    public void Write(MetricsWriter to)
    {
        var all = _byName.OrderBy(static pair => pair.Key, StringComparer.Ordinal).Select(static pair => (Route: new MetricLabel("route", pair.Key), Figures: pair.Value)).ToList();
        to.Family("baton_gateway_requests_total", "counter", "Requests to routes of the manifest, by class of the status that was answered.");
        foreach (var (route, figures) in all)
        {
            for (var at = 1; at <= 5; at++)
            {
                if (figures.Of(at) is > 0 and var count) to.Sample("baton_gateway_requests_total", count, route, new MetricLabel("class", at.ToString(CultureInfo.InvariantCulture) + "xx"));
            }
        }

        to.Family(RouteFigures.Durations.Family, "histogram", "Time from a request to the end of its answer, by route.");
        foreach (var (route, figures) in all) figures.Took.Write(to, route);
        to.Family("baton_gateway_open_requests", "gauge", "Requests that are being forwarded now.");
        foreach (var (route, figures) in all) to.Sample("baton_gateway_open_requests", figures.Open, route);
        to.Family("baton_gateway_retries_total", "counter", "Attempts after the first.");
        foreach (var (route, figures) in all) to.Sample("baton_gateway_retries_total", figures.Retries, route);
        to.Family("baton_gateway_broken_answers_total", "counter", "Answers that began and could not be ended.");
        foreach (var (route, figures) in all) to.Sample("baton_gateway_broken_answers_total", figures.BrokenOff, route);
        to.Family("baton_gateway_refused_total", "counter", "Requests that were not sent on: the breaker is open, the service not ready, or too many are under way.");
        foreach (var (route, figures) in all)
        {
            for (var at = 0; at < RouteFigures.Reasons.Count; at++) to.Sample("baton_gateway_refused_total", figures.RefusedFor(at), route, new MetricLabel("reason", RouteFigures.Reasons[at]));
        }
    }
}
