using Baton.Control.Mapping;
using Baton.Control.Problems;
using Baton.Control.Routing;
using Baton.Health.Monitors;

namespace Baton.Control.Endpoints.Health;

/// <summary>Which monitors a list shows; of each kind of filter one value must fit, and a kind that is not given takes all.</summary>
internal sealed record MonitorFilter(IReadOnlyList<string> Healths, IReadOnlyList<string> Tags, IReadOnlyList<string> Groups)
{
    /// <summary>The parameters of a list of monitors, but for those of its pages.</summary>
    public static string[] Parameters { get; } = ["health", "tag", "group", "recent"];

    /// <summary>Reads it from a query.</summary>
    public static MonitorFilter Read(QueryReader query)
    {
        var healths = query.Texts("health");
        if (healths.Any(word => word is not ("healthy" or "unhealthy" or "unknown"))) throw ProblemException.Invalid("parameter \"health\" must be healthy, unhealthy or unknown");
        return new MonitorFilter(healths, query.Texts("tag"), query.Texts("group"));
    }

    /// <summary>Whether a monitor is shown.</summary>
    public bool Takes(MonitorView view) =>
        (Healths.Count == 0 || Healths.Contains(MonitorWords.Of(view.State.Health)))
        && (Tags.Count == 0 || view.Definition.Tags.Any(Tags.Contains))
        && (Groups.Count == 0 || (view.Definition.Group is { } group && Groups.Contains(group)));
}
