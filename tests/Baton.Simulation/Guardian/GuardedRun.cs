using Baton.Processes;

namespace Baton.Simulation.Guardian;

/// <summary>A run as the guardian knows it.</summary>
internal sealed class GuardedRun(RunId id)
{
    public RunId Id => id;

    /// <summary>A process that is taken for its first, and is not; null as long as nothing is wrong.</summary>
    public World.SimProcess? Stranger { get; set; }

    /// <summary>It has no process yet.</summary>
    public bool IsSpawning { get; set; } = true;

    /// <summary>It was there before this guardian.</summary>
    public bool IsInherited { get; init; }

    /// <summary>Nobody is told of its end.</summary>
    public bool IsLeftover { get; init; }

    /// <summary>The end of its first process was told, or known before.</summary>
    public bool IsExitTold { get; set; }

    /// <summary>Nothing of it lives.</summary>
    public bool IsGone { get; set; }

    /// <summary>It is to be killed, all of it.</summary>
    public bool IsKilled { get; set; }

    /// <summary>Signals that came before its process.</summary>
    public List<int> EarlySignals { get; } = [];
}
