namespace Baton.Health.Breaker;

/// <summary>Opens a breaker when enough of the latest results are failures.</summary>
/// <param name="Share">The share of failures that opens, above 0 and at most 1.</param>
/// <param name="MinimumCount">Fewer results than that in the window never open. 1 or more.</param>
/// <param name="Window">How far back results count; they leave it in tenths.</param>
public sealed record FailureRatio(double Share, int MinimumCount, TimeSpan Window);
