using Baton.Processes.Output;
using Baton.Processes.Tree;

namespace Baton.Processes.Hosting;

/// <summary>
/// One run that the host has not yet seen the end of. <see cref="Gate"/> guards the phase and makes two things one step: looking whether
/// the first process is unreaped and signalling its group (a reaped pid may mean a stranger), and reaping it and saying so. Only system
/// calls that do not block happen under it.
/// </summary>
internal sealed class LiveRun(RunId id)
{
    public RunId Id { get; } = id;

    public Lock Gate { get; } = new();

    /// <summary>Guarded by the gate.</summary>
    public RunPhase Phase { get; set; } = RunPhase.Spawning;

    /// <summary>Signals asked for before there was a process, each once, in order. Guarded by the gate.</summary>
    public List<int> EarlySignals { get; } = [];

    /// <summary>It is being moved into its cgroup by pid, so it must not be reaped now. Guarded by the gate.</summary>
    public bool IsMoving { get; set; }

    /// <summary>It died while it was being moved; whoever ends the move has it looked at again. Guarded by the gate.</summary>
    public bool IsExitWaiting { get; set; }

    /// <summary>Slot in the run table; set before the spawn.</summary>
    public int Slot { get; set; } = -1;

    /// <summary>First process of the run; 0 for what an earlier host left and only marks tell of.</summary>
    public int Pid { get; set; }

    /// <summary>Start of that process, see <see cref="ProcessEntry.StartTicks"/>.</summary>
    public long StartTicks { get; set; }

    /// <summary>Descriptor of that process, owned by the exit watch.</summary>
    public int Pidfd { get; set; } = -1;

    /// <summary>Its name in the exit watch.</summary>
    public ulong Token { get; set; }

    /// <summary>An earlier host of this state directory started it: its processes need not be descendants of ours.</summary>
    public bool IsInherited { get; init; }

    /// <summary>Inherited only to be ended: it has nobody to be told about. Set before others know the run.</summary>
    public bool IsLeftover { get; set; }

    /// <summary>Completes when an inherited run is forgotten; null for others.</summary>
    public TaskCompletionSource? Forgotten { get; init; }

    /// <summary>Wall clock at its spawn; the least value before.</summary>
    public DateTimeOffset StartedAt { get; set; }

    /// <summary>How its first process ended; null before it has. Guarded by the gate.</summary>
    public ExitStatus? Exit { get; set; }

    /// <summary>Armed while it is dead and its parent, who is not we, has not reaped it. Guarded by the gate.</summary>
    public ITimer? ExitAlarm { get; set; }

    /// <summary>Its status has been waited for long enough. Guarded by the gate.</summary>
    public bool IsExitOverdue { get; set; }

    /// <summary>Where its output goes; null before the spawn.</summary>
    public RunOutput? Output { get; set; }

    /// <summary>What the tree keeper knows of it; touched on its thread only.</summary>
    public TreeWatch Watch { get; } = new();
}
