namespace Baton.Health.History;

/// <summary>How many probes succeeded and failed in a span; skipped ones are in neither.</summary>
/// <param name="Successes">How many succeeded.</param>
/// <param name="Failures">How many failed.</param>
public readonly record struct Uptime(long Successes, long Failures)
{
    /// <summary>How many were made.</summary>
    public long Probes => Successes + Failures;

    /// <summary>The part that succeeded, from 0 to 100, not rounded; null when none was made.</summary>
    public double? Percent => Probes == 0 ? null : 100.0 * Successes / Probes;
}
