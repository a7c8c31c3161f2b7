namespace Baton.Processes.Records;

/// <summary>What the table knows of a service's last run.</summary>
internal enum RecordedPhase
{
    /// <summary>There was none, or its tree is known to be gone.</summary>
    Gone,

    /// <summary>About to be spawned: there may be a process, whose pid is not known.</summary>
    Intent,

    /// <summary>Spawned: pid and start ticks are valid.</summary>
    Spawned,
}
