namespace Baton.Health.Alarms;

/// <summary>What came of a request for silences, or for their end: all of it, or nothing.</summary>
/// <param name="Outcome">How it went.</param>
/// <param name="Name">The monitor or tag that there is not; null for other outcomes.</param>
public readonly record struct SilenceAnswer(SilenceOutcome Outcome, string? Name = null);
