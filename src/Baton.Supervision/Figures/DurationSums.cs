namespace Baton.Supervision.Figures;

/// <summary>How long things took.</summary>
/// <param name="Counts">How many fell into each class of <see cref="DurationLimits"/>; the last one is that of all that took longer.</param>
/// <param name="Sum">How long all of them took together.</param>
public sealed record DurationSums(IReadOnlyList<long> Counts, TimeSpan Sum);
