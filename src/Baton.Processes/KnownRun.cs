namespace Baton.Processes;

/// <summary>What a host knows of a run, at the instant it was asked.</summary>
/// <param name="Id">The run.</param>
/// <param name="Pid">Its first process, dead or alive; 0 when there was none, or it is not known.</param>
/// <param name="StartedAt">Wall clock at its spawn; the least value when that is not known.</param>
/// <param name="Exit">How its first process ended, which may be <see cref="ExitStatus.Unknown"/>; null while it lives, and for a run that never had one.</param>
/// <param name="IsTreeGone">Nothing of the run lives: nothing follows for it.</param>
/// <param name="IsSpawned">It has or had a process; false before its spawn, and when that failed or was never come to.</param>
public sealed record KnownRun(RunId Id, int Pid, DateTimeOffset StartedAt, ExitStatus? Exit, bool IsTreeGone, bool IsSpawned);
