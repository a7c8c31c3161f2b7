namespace Baton.Processes;

/// <summary>What a host that outlived its daemon, or took over from a dead host, knows of a run.</summary>
/// <param name="Id">The run.</param>
/// <param name="Pid">Its first process; 0 when it has had none yet, or none that is known.</param>
/// <param name="StartedAt">When it was launched (UTC).</param>
/// <param name="Exit">How its first process ended; null while that lives or is being spawned.</param>
/// <param name="IsTreeGone">Nothing of the run lives.</param>
/// <param name="IsSpawned">It has or had a process; false while it is being spawned and, with <paramref name="IsTreeGone"/>, when that failed.</param>
public sealed record KnownRun(RunId Id, int Pid, DateTimeOffset StartedAt, ExitStatus? Exit, bool IsTreeGone, bool IsSpawned);
