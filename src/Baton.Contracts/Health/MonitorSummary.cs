namespace Baton.Contracts.Health;

/// <summary>Answer of <c>POST /api/v1/monitors/trigger</c>: how many monitors stand how.</summary>
/// <param name="Total">All of them.</param>
/// <param name="Healthy">Those whose latest result was a success.</param>
/// <param name="Unhealthy">Those whose latest result was a failure.</param>
/// <param name="Unknown">Those of which nothing is known.</param>
/// <param name="Unfinished">Those whose probe took longer than a request waits for; null where there is none.</param>
public sealed record MonitorSummary(int Total, int Healthy, int Unhealthy, int Unknown, IReadOnlyList<string>? Unfinished = null);
