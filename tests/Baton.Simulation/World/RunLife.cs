using Baton.Processes;

namespace Baton.Simulation.World;

/// <summary>What really became of a run, whatever anybody believes.</summary>
internal sealed class RunLife(RunId id, SimProcess first)
{
    public RunId Id => id;

    public SimProcess First => first;

    /// <summary>All of its processes, dead ones too.</summary>
    public List<SimProcess> Members { get; } = [first];

    /// <summary>When it will answer that it is ready.</summary>
    public TimeSpan ReadyAt { get; set; }

    /// <summary>It says that it is not ready until then.</summary>
    public TimeSpan UnreadyUntil { get; set; }

    /// <summary>It does nothing any more, and does not end.</summary>
    public bool IsHung { get; set; }

    /// <summary>A probe has been answered well.</summary>
    public bool WasReady { get; set; }

    /// <summary>How its first process ended.</summary>
    public ExitStatus? Exit { get; set; }

    /// <summary>When it did.</summary>
    public TimeSpan EndedAt { get; set; }

    /// <summary>Something of it lives.</summary>
    public bool IsAlive => Members.Exists(member => member.IsAlive);
}
