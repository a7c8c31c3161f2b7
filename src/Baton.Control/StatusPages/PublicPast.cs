using Baton.Health.History.Series;

namespace Baton.Control.StatusPages;

/// <summary>What is read from the disk of a monitor's past.</summary>
/// <param name="Days">What came of each of the last days (UTC), the oldest first; today's is as old as the reading.</param>
/// <param name="Incidents">The newest that are over, the newest first.</param>
internal sealed record PublicPast(IReadOnlyList<SeriesPoint> Days, IReadOnlyList<PublicIncident> Incidents)
{
    /// <summary>How many days are shown.</summary>
    public const int MostDays = 90;

    /// <summary>Nothing is known.</summary>
    public static PublicPast None { get; } = new([], []);
}
