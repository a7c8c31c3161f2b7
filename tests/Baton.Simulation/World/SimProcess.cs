using Baton.Processes;

namespace Baton.Simulation.World;

/// <summary>One process of the simulated machine.</summary>
/// <param name="pid">Its pid, which others had before it and will have after it.</param>
/// <param name="startTicks">When the kernel started it.</param>
/// <param name="run">The run whose mark it carries; null for a stranger's.</param>
/// <param name="isFirst">It is the first process of that run.</param>
internal sealed class SimProcess(int pid, long startTicks, RunId? run, bool isFirst)
{
    public int Pid => pid;

    public long StartTicks => startTicks;

    public RunId? Run => run;

    public bool IsFirst => isFirst;

    /// <summary>It is a hook that outlived its daemon.</summary>
    public bool IsHook { get; init; }

    public bool IsAlive { get; set; } = true;

    /// <summary>It does not end when it is asked to.</summary>
    public bool IsDeaf { get; init; }

    /// <summary>How long it takes to end when it is asked to.</summary>
    public TimeSpan EndsWithin { get; init; }

    /// <summary>The kernel does not let go of it now.</summary>
    public bool IsStuck { get; set; }

    /// <summary>It was killed, and dies when the kernel lets go of it.</summary>
    public bool IsKilled { get; set; }

    /// <summary>How it ends as soon as the kernel lets go of it; null when nothing has ended it.</summary>
    public ExitStatus? Owed { get; set; }
}
