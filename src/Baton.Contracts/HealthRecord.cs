namespace Baton.Contracts;

/// <summary>What the health check of a service found. It reports only: nothing is restarted by it.</summary>
/// <param name="Message">What the last check found.</param>
/// <param name="Failures">Failed checks in a row.</param>
/// <param name="Healthy">Null until it is known: before the first success and fewer than three failures, and while it does not run.</param>
/// <param name="CheckedAt">When the last check was; null before the first.</param>
public sealed record HealthRecord(string Message, int Failures, bool? Healthy = null, DateTimeOffset? CheckedAt = null);
