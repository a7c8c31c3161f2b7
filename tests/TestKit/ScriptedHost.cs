using Baton.Processes;

namespace Baton.TestKit;

/// <summary>
/// A host without processes: records what it was asked for, and tells what the test makes it tell. Spawns succeed at once unless told
/// otherwise, so that most tests say only what is special about them.
/// </summary>
public sealed class ScriptedHost
{
    private readonly List<ProcessCommand> _commands = [];
    private readonly HashSet<RunId> _live = [];
    private int _nextPid = 1000;

    /// <summary>Where events go; set before the first command.</summary>
    public IProcessEvents? Events { get; set; }

    /// <summary>False: spawns stay under way until <see cref="ConfirmSpawn"/>.</summary>
    public bool SpawnsAtOnce { get; set; } = true;

    /// <summary>True: terminate ends a run at once, as a well-behaved program does.</summary>
    public bool ObeysTerminate { get; set; } = true;

    /// <summary>What was asked for, in order.</summary>
    public IReadOnlyList<ProcessCommand> Commands => _commands;

    /// <summary>Runs that have a process.</summary>
    public IReadOnlyCollection<RunId> Live => _live;

    /// <summary>Services in the order they were spawned.</summary>
    public IEnumerable<string> Spawned => _commands.OfType<ProcessCommand.Spawn>().Select(spawn => spawn.Id.Service);

    /// <summary>Services in the order they were asked to end.</summary>
    public IEnumerable<string> Terminated => _commands.OfType<ProcessCommand.Terminate>().Select(terminate => terminate.Id.Service);

    /// <summary>Takes a command.</summary>
    public void Send(ProcessCommand command)
    {
        _commands.Add(command);
        switch (command)
        {
            case ProcessCommand.Spawn x when SpawnsAtOnce: ConfirmSpawn(x.Id); break;
            case ProcessCommand.Terminate x when ObeysTerminate && _live.Contains(x.Id): Exit(x.Id, new ExitStatus(null, x.Signal)); break;
            case ProcessCommand.Kill x when _live.Contains(x.Id): Exit(x.Id, new ExitStatus(null, 9)); break;
        }
    }

    /// <summary>The spawn succeeded.</summary>
    public void ConfirmSpawn(RunId id)
    {
        _live.Add(id);
        Events!.On(new ProcessEvent.Spawned(id, _nextPid++));
    }

    /// <summary>The spawn failed.</summary>
    public void FailSpawn(RunId id, string reason) => Events!.On(new ProcessEvent.SpawnFailed(id, reason));

    /// <summary>The first process ended, and by default its whole tree.</summary>
    public void Exit(RunId id, ExitStatus status, bool isTreeGone = true)
    {
        if (isTreeGone) _live.Remove(id);
        Events!.On(new ProcessEvent.Exited(id, status, isTreeGone));
    }

    /// <summary>The rest of the tree ended.</summary>
    public void EndTree(RunId id)
    {
        _live.Remove(id);
        Events!.On(new ProcessEvent.TreeGone(id));
    }
}
