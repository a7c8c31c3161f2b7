namespace Baton.Processes.Hosting;

/// <summary>How far a run has come. It only ever goes down this list.</summary>
internal enum RunPhase
{
    /// <summary>Accepted; there is no process yet, or nobody but its spawning thread knows it.</summary>
    Spawning,

    /// <summary>Its first process is not reaped: its pid and its group mean this run and nothing else.</summary>
    Alive,

    /// <summary>Reaped, and its exit is being told: nothing else may be told before that.</summary>
    Reaped,

    /// <summary>Its exit was told while something else of the tree lives, or might.</summary>
    Remains,

    /// <summary>Nothing of it lives.</summary>
    Gone,
}
