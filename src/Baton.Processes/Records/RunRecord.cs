namespace Baton.Processes.Records;

/// <summary>One slot of the run table, read.</summary>
/// <param name="Slot">Its index.</param>
/// <param name="Id">Service and number of its last run.</param>
/// <param name="Phase">How far that run had come.</param>
/// <param name="Pid">First process of the run; valid in <see cref="RecordedPhase.Spawned"/>.</param>
/// <param name="StartTicks">When the kernel started it, in its own ticks since boot; valid with the pid.</param>
/// <param name="StartedAt">Wall clock at the spawn.</param>
internal readonly record struct RunRecord(int Slot, RunId Id, RecordedPhase Phase, int Pid, long StartTicks, DateTimeOffset StartedAt);
