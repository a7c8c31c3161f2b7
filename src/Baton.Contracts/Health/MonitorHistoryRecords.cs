namespace Baton.Contracts.Health;

/// <summary>Answer of <c>GET /api/v1/monitors/{name}/history</c>.</summary>
/// <param name="StepSeconds">Length of a step; it can be longer than asked for.</param>
/// <param name="Points">All steps of the span, those without a result too; at most 1,000.</param>
public sealed record MonitorHistoryRecord(double StepSeconds, IReadOnlyList<MonitorPointRecord> Points);

/// <summary>One step of a monitor's history.</summary>
/// <param name="Time">When it begins.</param>
/// <param name="Successes">Results that were successes.</param>
/// <param name="Failures">The others.</param>
/// <param name="P50Ms">Half of the successes took no longer, in milliseconds; null: there was none.</param>
/// <param name="P95Ms">95 of 100 successes took no longer.</param>
/// <param name="P99Ms">99 of 100 successes took no longer.</param>
/// <param name="Worst">The worst that it was after a result: <c>isolated</c>, <c>open</c>, <c>half_open</c>, <c>unhealthy</c> or <c>healthy</c>; null: there was none.</param>
public sealed record MonitorPointRecord(DateTimeOffset Time, long Successes, long Failures, double? P50Ms = null, double? P95Ms = null, double? P99Ms = null, string? Worst = null);

/// <summary>A time in which a monitor was down.</summary>
/// <param name="Number">Counted from 1 for each monitor; 0 for one that is not saved yet.</param>
/// <param name="Begin">When it went down.</param>
/// <param name="Reason">The first reason; secrets are masked.</param>
/// <param name="End">When it came up again; null: it is down.</param>
/// <param name="Note">What a person wrote about it; null: nothing.</param>
public sealed record MonitorIncidentRecord(long Number, DateTimeOffset Begin, string Reason, DateTimeOffset? End = null, string? Note = null);
