namespace Baton.Health.History.Series;

/// <summary>One step of a series.</summary>
/// <param name="Begin">Where the step begins.</param>
/// <param name="Successes">Probes that succeeded.</param>
/// <param name="Failures">Probes that failed.</param>
/// <param name="P50">Half of the successes took no longer; null: there was none.</param>
/// <param name="P95">95 of 100 successes took no longer.</param>
/// <param name="P99">99 of 100 successes took no longer.</param>
/// <param name="LowestState">Worst state of the machine after a probe, 0 to 15; null: there was no probe.</param>
/// <param name="HighestState">Best state of the machine after a probe.</param>
public sealed record SeriesPoint(
    DateTimeOffset Begin, long Successes, long Failures, TimeSpan? P50, TimeSpan? P95, TimeSpan? P99, byte? LowestState, byte? HighestState);
