namespace Baton.Health.History.Series;

/// <summary>What came of the probes of a span, in equal steps.</summary>
/// <param name="Step">Length of a step; it can be longer than asked for.</param>
/// <param name="Points">All steps from the first to the last, those without a probe too; at most <see cref="SeriesPlan.MostPoints"/>.</param>
public sealed record MonitorSeries(TimeSpan Step, IReadOnlyList<SeriesPoint> Points);
