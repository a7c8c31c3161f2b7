namespace Baton.Supervision.Figures;

/// <summary>The newest measurements of one service, the oldest first; both lists are equally long, and null stands for what was not known.</summary>
/// <param name="Interval">From one measurement to the next, on average; null while there are fewer than two.</param>
/// <param name="End">When the last one was made (UTC); null while there is none.</param>
/// <param name="CpuPercent">Processor time used, in percent of one processor.</param>
/// <param name="MemoryBytes">Resident memory, in whole KiB.</param>
public sealed record FigureHistory(TimeSpan? Interval, DateTimeOffset? End, IReadOnlyList<double?> CpuPercent, IReadOnlyList<long?> MemoryBytes);
