using Baton.Processes.Exits;
using Baton.Processes.Native;
using Baton.Processes.Records;
using Baton.Processes.Tree;

namespace Baton.Processes.Hosting;

/// <summary>Everything of a host that a spawn touches.</summary>
internal sealed class SpawnSurroundings
{
    private const int DescriptorReserve = 64;

    private readonly Action<string> _trouble;
    private int _markRefusals;

    public SpawnSurroundings(Action<string> trouble) => _trouble = trouble;

    public required StateId State { get; init; }

    public required LiveRuns Runs { get; init; }

    public required OutputDesk Output { get; init; }

    public required ExitWatch Exits { get; init; }

    public required TreeKeeper Trees { get; init; }

    /// <summary>Null without cgroups.</summary>
    public required CgroupMover? Mover { get; init; }

    /// <summary>Who limits trees.</summary>
    public required TreeLimits Limits { get; init; }

    public required IProcessEvents Events { get; init; }

    public required TimeProvider Time { get; init; }

    /// <summary>Path of the FIFO by which a child says that it exists.</summary>
    public required string SpawnFifo { get; init; }

    /// <summary>Soft limit on open files for services.</summary>
    public required ulong SoftOpenFiles { get; init; }

    /// <summary>
    /// Highest descriptor that a run may take. .NET cannot live without descriptors, and without the daemon nobody looks after services:
    /// rather is the last service not started.
    /// </summary>
    public int LastDescriptor { get; } = OwnLimit() - DescriptorReserve;

    /// <summary>A process could not be given the limit mark; told once.</summary>
    public void MarkRefused()
    {
        if (Interlocked.Increment(ref _markRefusals) == 1)
            _trouble("the system refused to mark a process by a limit: one that leaves its session, clears its environment and loses its parents may outlive its service");
    }

    private static unsafe int OwnLimit()
    {
        Libc.Limit limit;
        return Libc.prlimit64(0, Libc.RLIMIT_NOFILE, null, &limit) == 0 ? (int)Math.Min(limit.Soft, int.MaxValue) : int.MaxValue;
    }
}
