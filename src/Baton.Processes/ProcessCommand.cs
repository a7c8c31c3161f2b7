namespace Baton.Processes;

/// <summary>
/// What a supervisor may ask of an <see cref="IProcessHost"/>. Each command is a plain value that could be sent over a socket, and is
/// answered, if at all, by a later <see cref="ProcessEvent"/>. Commands about one run take effect in the order they were sent: a
/// <see cref="Terminate"/> sent right after a <see cref="Spawn"/> reaches the new process and is never lost.
/// </summary>
public abstract record ProcessCommand
{
    private ProcessCommand()
    {
    }

    /// <summary>Start a run. Answered by <see cref="ProcessEvent.Spawned"/> or <see cref="ProcessEvent.SpawnFailed"/>.</summary>
    /// <param name="Id">The run; its number is higher than that of every earlier run of the service, or that of the last when its process was killed and <see cref="LogPolicy.StaysOpen"/>.</param>
    /// <param name="What">What to run.</param>
    public sealed record Spawn(RunId Id, Launch What) : ProcessCommand;

    /// <summary>
    /// Ask the whole tree to end: the signal goes to the process group of the run at once, and to descendants that have left the group.
    /// For a run that is not alive it does nothing.
    /// </summary>
    public sealed record Terminate(RunId Id, int Signal) : ProcessCommand;

    /// <summary>
    /// Force the whole tree to end, whatever it forks meanwhile. Followed by <see cref="ProcessEvent.TreeGone"/>, or by
    /// <see cref="ProcessEvent.TreeStuck"/> when the kernel does not let go of a process.
    /// </summary>
    public sealed record Kill(RunId Id) : ProcessCommand;

    /// <summary>Tell of growing output (<see cref="ProcessEvent.OutputGrew"/>) of a service's present and later runs, or stop telling.</summary>
    public sealed record WatchOutput(string Service, bool IsWatched) : ProcessCommand;

    /// <summary>
    /// Tell once when the output of a run that is over is in its log (<see cref="ProcessEvent.OutputDrained"/>): at once when it is, or when
    /// no such run is known. Of one whose log stays open, that no other process goes on with it.
    /// </summary>
    public sealed record TellDrained(RunId Id) : ProcessCommand;

    /// <summary>
    /// Look once who listens on a TCP port, for a run that ended or failed. Answered by <see cref="ProcessEvent.PortHolderFound"/>, within
    /// about a second, on a thread that nothing else waits for.
    /// </summary>
    public sealed record FindPortHolder(RunId Id, int Port) : ProcessCommand;

    /// <summary>Measure all live runs once. Answered by <see cref="ProcessEvent.Sampled"/>.</summary>
    public sealed record Sample : ProcessCommand;

    /// <summary>
    /// Tell what the runs of all services have written so far. Answered by <see cref="ProcessEvent.OutputCounted"/>, by several of them where there are
    /// many services, and by none where nothing was ever run or the host does not count.
    /// </summary>
    public sealed record CountOutput : ProcessCommand;
}
