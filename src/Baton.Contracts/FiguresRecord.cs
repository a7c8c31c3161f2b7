namespace Baton.Contracts;

/// <summary>
/// Answer of <c>GET /api/v1/services/{name}/figures</c>: the newest measurements, at most 120, the oldest first. Both lists are equally long; null stands for
/// what was not known.
/// </summary>
/// <param name="CpuPercent">Processor time of the whole tree, in percent of one processor.</param>
/// <param name="MemoryBytes">Resident memory of the whole tree.</param>
/// <param name="IntervalSeconds">From one measurement to the next, on average; null while there are fewer than two.</param>
/// <param name="End">When the last measurement was made (UTC); null while there is none.</param>
public sealed record FiguresRecord(IReadOnlyList<double?> CpuPercent, IReadOnlyList<long?> MemoryBytes, double? IntervalSeconds = null, DateTimeOffset? End = null);
