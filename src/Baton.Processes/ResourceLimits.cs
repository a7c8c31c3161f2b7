namespace Baton.Processes;

/// <summary>How much a run may take. Null is as Baton itself. The first six hold for each process by itself (rlimits), the others for the whole tree (cgroup v2).</summary>
public sealed record ResourceLimits
{
    /// <summary>Open files of a process.</summary>
    public long? OpenFiles { get; init; }

    /// <summary>Bytes of a core file; 0 is none.</summary>
    public long? Core { get; init; }

    /// <summary>Processes of the whole user.</summary>
    public long? UserProcesses { get; init; }

    /// <summary>Bytes of a file that is written.</summary>
    public long? FileSize { get; init; }

    /// <summary>Bytes of a process's address space.</summary>
    public long? AddressSpace { get; init; }

    /// <summary>Bytes of a process's stack.</summary>
    public long? Stack { get; init; }

    /// <summary>Bytes of memory of the tree; beyond that the kernel kills in it.</summary>
    public long? Memory { get; init; }

    /// <summary>Processors that the tree may use in full, 0.01 to 1,024.</summary>
    public double? Cpu { get; init; }

    /// <summary>Processes and threads of the tree.</summary>
    public long? Pids { get; init; }

    /// <summary>A limit of the tree that this machine cannot set keeps the run from starting; else it is told once and left out.</summary>
    public bool IsRequired { get; init; }

    /// <summary>Something is limited for the tree.</summary>
    public bool HasTreeLimit => Memory is not null || Cpu is not null || Pids is not null;

    /// <summary>The limits of each process, as <c>prlimit</c> names them.</summary>
    internal IEnumerable<(string Name, int Number, long Value)> OfProcess
    {
        get
        {
            // The numbers of x86-64 and arm64 (asm-generic/resource.h).
            (string Name, int Number, long? Value)[] all =
                [("nofile", 7, OpenFiles), ("core", 4, Core), ("nproc", 6, UserProcesses), ("fsize", 1, FileSize), ("as", 9, AddressSpace), ("stack", 3, Stack)];
            foreach (var (name, number, value) in all)
            {
                if (value is { } limit) yield return (name, number, limit);
            }
        }
    }
}
