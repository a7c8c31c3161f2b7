namespace Baton.Processes;

/// <summary>What a host knows of a run that somebody else is to go on with: a daemon that was started anew, or the next host of a state directory.</summary>
/// <param name="Id">The run.</param>
/// <param name="Pid">Its first process; 0 when that is not known.</param>
/// <param name="StartedAt">Wall clock at its spawn.</param>
/// <param name="Exit">How its first process ended; null while it lives.</param>
/// <param name="IsTreeGone">Nothing of it lives.</param>
/// <param name="IsSpawned">It has, or had, a process; false while it is being spawned.</param>
public sealed record KnownRun(RunId Id, int Pid, DateTimeOffset StartedAt, ExitStatus? Exit, bool IsTreeGone, bool IsSpawned);
