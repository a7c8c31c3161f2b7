namespace Baton.Processes;

/// <summary>What an <see cref="IProcessHost"/> tells. Every exit is told exactly once.</summary>
public abstract record ProcessEvent
{
    private ProcessEvent()
    {
    }

    /// <summary>The run has a process.</summary>
    public sealed record Spawned(RunId Id, int Pid) : ProcessEvent;

    /// <summary>There is and was no process; <paramref name="Reason"/> says why, for people. Nothing else follows for this run.</summary>
    public sealed record SpawnFailed(RunId Id, string Reason) : ProcessEvent
    {
        /// <summary>The number of the system's refusal, as 2 (ENOENT); null where it was something else. Not told by a guardian of an earlier build.</summary>
        public int? Errno { get; init; }
    }

    /// <summary>The first process of the run has ended and is reaped.</summary>
    /// <param name="Id">The run.</param>
    /// <param name="Status">How it ended.</param>
    /// <param name="IsTreeGone">Nothing else of the run lives; no <see cref="TreeGone"/> follows. When false, one does, sooner or later.</param>
    public sealed record Exited(RunId Id, ExitStatus Status, bool IsTreeGone) : ProcessEvent;

    /// <summary>The kernel has killed in a run for want of memory; told right before its <see cref="Exited"/>. Only of runs whose memory is limited.</summary>
    public sealed record OutOfMemory(RunId Id) : ProcessEvent;

    /// <summary>The last process of a run whose first had <see cref="Exited"/> earlier is gone: the next run may start.</summary>
    public sealed record TreeGone(RunId Id) : ProcessEvent;

    /// <summary>Killed five seconds ago and still there; told once per kill. The host goes on watching.</summary>
    /// <param name="Id">The run.</param>
    /// <param name="Pids">The processes that remain; none when its first is still being started, and that hangs in the kernel.</param>
    public sealed record TreeStuck(RunId Id, IReadOnlyList<int> Pids) : ProcessEvent
    {
        /// <summary>What is waited for and what to do, for people, where that is not the kernel. Not sent between processes.</summary>
        public string? Why { get; init; }
    }

    /// <summary>More of a watched run's output can be read; coalesced, so a slow listener costs nothing.</summary>
    /// <param name="Id">The run.</param>
    /// <param name="Segment">Which file of the run is being written, from 0.</param>
    /// <param name="Length">Bytes of it that are complete.</param>
    public sealed record OutputGrew(RunId Id, int Segment, long Length) : ProcessEvent;

    /// <summary>The output of a run cannot be written (<paramref name="Problem"/> says why), or can again (null).</summary>
    public sealed record OutputTrouble(RunId Id, string? Problem) : ProcessEvent;

    /// <summary>The answer to <see cref="ProcessCommand.FindPortHolder"/>.</summary>
    /// <param name="Id">The run that it was asked for.</param>
    /// <param name="Port">The TCP port.</param>
    /// <param name="Holder">Who listens on it; null when nobody does, or the service of the run itself.</param>
    public sealed record PortHolderFound(RunId Id, int Port, PortHolder? Holder) : ProcessEvent;

    /// <summary>The answer to <see cref="ProcessCommand.TellDrained"/>: what the run wrote is in its log, but for what could not be written.</summary>
    public sealed record OutputDrained(RunId Id) : ProcessEvent;

    /// <summary>Closed logs of a service stay as they are, since they could not be compressed; told once until they could.</summary>
    public sealed record LogsNotCompressed(string Service, string Problem) : ProcessEvent;

    /// <summary>The figures of all live runs, at one time.</summary>
    public sealed record Sampled(IReadOnlyList<RunFigures> Figures) : ProcessEvent;

    /// <summary>A part of the answer to <see cref="ProcessCommand.CountOutput"/>.</summary>
    /// <param name="Figures">Some of the services.</param>
    public sealed record OutputCounted(IReadOnlyList<OutputFigures> Figures) : ProcessEvent
    {
        /// <summary>Services in one, at most.</summary>
        public const int MostServices = 4096;
    }
}

/// <summary>What a run's whole tree uses.</summary>
/// <param name="Id">The run.</param>
/// <param name="Cpu">Processor time used since it began, over all its live processes.</param>
/// <param name="MemoryBytes">Resident memory of all its processes, shared pages counted in each.</param>
/// <param name="Processes">How many processes it has.</param>
/// <param name="Ports">TCP ports they listen on, ascending.</param>
public sealed record RunFigures(RunId Id, TimeSpan Cpu, long MemoryBytes, int Processes, IReadOnlyList<int> Ports)
{
    /// <summary>When they were measured (UTC), where that could not be done now; null: now. Not sent between processes.</summary>
    public DateTimeOffset? OldSince { get; init; }

    /// <summary>What who runs it says of how it does, for people; null: nothing. Not sent between processes.</summary>
    public string? Said { get; init; }
}
