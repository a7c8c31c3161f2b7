using System.Collections.Concurrent;
using Baton.Processes.Exits;
using Baton.Processes.Native;
using Baton.Processes.Records;
using Baton.Processes.Spawning;
using Baton.Processes.Tree;

namespace Baton.Processes.Hosting;

/// <summary>
/// The <see cref="IProcessHost"/> that lives in the daemon itself. A process should hold one at a time: it becomes the subreaper of all
/// that it starts.
/// </summary>
public sealed class InProcessHost : IProcessHost
{
    private readonly ConcurrentQueue<string> _degraded = new();
    private readonly ProcessHostOptions _options;
    private readonly IProcessEvents _events;
    private readonly TimeProvider _time;
    private readonly RunTable _table;
    private readonly LiveRuns _runs;
    private readonly OrphanList _orphans;
    private readonly OutputDesk _output;
    private readonly ExitWatch _exits;
    private readonly CgroupHome? _cgroups;
    private readonly CgroupMover? _mover;
    private readonly TreeKeeper _trees;
    private readonly SpawnDesk _spawns;
    private readonly TreeLimits _limits;
    private readonly StateId _state;
    private readonly PortDesk _ports;
    private readonly Leftovers _leftovers;
    private volatile bool _isClosing;

    private InProcessHost(ProcessHostOptions options, IProcessEvents events, TimeProvider time)
    {
        (_options, _events, _time) = (options, events, time);
        ChildSignals.Prepare();
        var run = MakeFolder("run");
        _state = StateId.Of(options.StateDirectory, out _);
        _table = RunTable.Open(Path.Combine(run, "table"), _state, BootId.Read(), time.GetUtcNow(), Degrade);
        var spawnFifo = Path.Combine(run, "spawn");
        SpawnGate.Prepare(spawnFifo);
        _runs = new LiveRuns(_table);
        _orphans = new OrphanList(_state);
        if (!_orphans.IsAvailable) Degrade("this kernel does not list the children of a process: ends of trees are noticed more slowly");
        _output = new OutputDesk(run, MakeFolder("logs"), events, time, Degrade);
        _exits = new ExitWatch(_orphans, Exited, time);
        _cgroups = OpenCgroups();
        _mover = _cgroups is null ? null : new CgroupMover(_cgroups, _exits, Degrade);
        Programs = new RunPrograms(_state, _table.SlotOf, time);
        _trees = new TreeKeeper(_state, _runs, _orphans, _cgroups, events, time, TreeGone);
        _leftovers = new Leftovers(_state, _runs, _trees, _output, time, Degrade);
        _ports = new PortDesk(_state, _runs, events, time);
        _limits = new TreeLimits(_cgroups, Degrade);
        _spawns = new SpawnDesk(new SpawnSurroundings(Degrade)
        {
            State = _state,
            Runs = _runs,
            Output = _output,
            Exits = _exits,
            Trees = _trees,
            Mover = _mover,
            Limits = _limits,
            Events = events,
            Time = time,
            SpawnFifo = spawnFifo,
            SoftOpenFiles = options.SoftOpenFiles ?? InheritedLimit.Find(Environment.GetEnvironmentVariable),
        });
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> Degraded => [.. _degraded];

    /// <inheritdoc/>
    public RunPrograms Programs { get; }

    /// <summary>Number of the state directory.</summary>
    internal StateId State => _state;

    /// <inheritdoc/>
    public Task Failed => _output.Failed;

    /// <summary>Opens the state directory and starts the host's threads; nothing is spawned or ended yet.</summary>
    /// <param name="options">What it needs to know.</param>
    /// <param name="events">Where it tells what happens.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="Core.BatonException">The state directory cannot be used.</exception>
    public static InProcessHost Start(ProcessHostOptions options, IProcessEvents events, TimeProvider time) => new(options, events, time);

    /// <inheritdoc/>
    public Task RegisterAsync(IReadOnlyList<string> services) => Task.CompletedTask;

    /// <summary>Place of a service in the record of runs; made when it has none.</summary>
    /// <exception cref="Core.BatonException">Unavailable: there are too many.</exception>
    internal int SlotOf(string service) => _table.SlotOf(service);

    /// <inheritdoc/>
    public int LastRun(string service) => _table.LastRun(service);

    /// <inheritdoc/>
    public Task<IReadOnlyList<KnownRun>> FindLeftoversAsync() => _leftovers.FindAsync();

    /// <summary>
    /// Makes runs that the last look found runs of this host, as if it had spawned them: what happens to them from here on is told. Nothing is
    /// told again of what the look told. Where only others of the tree live, only their end is still to come.
    /// </summary>
    /// <returns>What was adopted; a run that cannot be is told in <see cref="Degraded"/> and left for <see cref="EndLeftoversAsync"/>.</returns>
    public IReadOnlyList<KnownRun> Adopt(IReadOnlySet<RunId> runs) =>
        new Adoption(_runs, _leftovers, _exits, _trees, _output, _cgroups, Degrade).Adopt(runs);

    /// <inheritdoc/>
    public Task<IReadOnlyList<KnownRun>> AdoptAsync(IReadOnlyList<RunId> runs) => Task.FromResult(Adopt(runs.ToHashSet()));

    /// <inheritdoc/>
    public Task<IReadOnlyList<EndedLeftover>> EndLeftoversAsync() => new LeftoverEnding(_runs, _leftovers, _trees, _output, _time).EndAsync(_options.LeftoverTimeout);

    /// <inheritdoc/>
    public void Send(ProcessCommand command)
    {
        if (_isClosing) return;
        switch (command)
        {
            case ProcessCommand.Spawn spawn: Spawn(spawn); break;
            case ProcessCommand.Terminate terminate: Signal(terminate.Id, terminate.Signal, isKill: false); break;
            case ProcessCommand.Kill kill: Signal(kill.Id, Libc.SIGKILL, isKill: true); break;
            case ProcessCommand.WatchOutput watch: _output.Watch(watch.Service, watch.IsWatched, _runs); break;
            case ProcessCommand.TellDrained tell: _output.TellDrained(tell.Id); break;
            case ProcessCommand.FindPortHolder question: _ports.Ask(question); break;
            case ProcessCommand.Sample: _trees.Post(new TreeRequest.Sample()); break;
            case ProcessCommand.CountOutput: _output.TellCounts(); break;
        }
    }

    /// <summary>Kills every tree, waits for their ends and their output (ten seconds at most for each: the kernel may not let go of a process, a disk may be full), and stops the host's threads.</summary>
    public async ValueTask DisposeAsync() => await CloseAsync();

    /// <inheritdoc/>
    public async Task CloseAsync()
    {
        if (_isClosing) return;
        _isClosing = true;
        _spawns.Close();
        _output.FinishKept(service: null);
        var runs = new List<LiveRun>();
        _runs.CopyTo(runs);
        foreach (var run in runs) Signal(run.Id, Libc.SIGKILL, isKill: true);
        var limit = TreeKeeper.StuckAfter * 2;
        await Task.WhenAny(_runs.WhenEmptyAsync(), Task.Delay(limit, _time));
        _output.FinishKept(service: null);
        await Task.WhenAny(_output.WhenDrainedAsync(), Task.Delay(limit, _time));
        await StopAsync(limit);
    }

    /// <summary>
    /// Stops the host's threads and leaves all runs as they are, for the next host of the state directory to adopt. A spawn that is under way
    /// ends first; what waits to be spawned is not. Nothing is told afterwards.
    /// </summary>
    public async ValueTask LeaveAsync()
    {
        if (_isClosing) return;
        _isClosing = true;
        _spawns.Close();
        await StopAsync(TreeKeeper.StuckAfter);
    }

    private async ValueTask StopAsync(TimeSpan limit)
    {
        // A thread that hangs in a spawn may come back at any time: what it needs is left to the end of the process.
        if (!_spawns.TryEnd(limit)) return;
        _mover?.Dispose();
        _leftovers.Release();
        _exits.Dispose();
        _trees.Dispose();
        await _output.DisposeAsync();
        _cgroups?.Dispose();
        _orphans.Dispose();
        _table.Dispose();
    }

    private void Spawn(ProcessCommand.Spawn spawn)
    {
        var run = new LiveRun(spawn.Id);
        if (_runs.TryAdd(run)) _spawns.Post(run, spawn.What);
        else _events.On(new ProcessEvent.SpawnFailed(spawn.Id, $"run number {spawn.Id.Run} lives already"));
    }

    /// <summary>The group has the signal before this returns; the tree keeper passes it on to what has left the group.</summary>
    private void Signal(RunId id, int signal, bool isKill)
    {
        if (_runs.Find(id) is not { } run || signal is < 1 or > 64) return;
        var isGroupDone = false;
        lock (run.Gate)
        {
            if (run.Phase == RunPhase.Gone) return;
            if (run.Phase == RunPhase.Spawning)
            {
                if (!run.EarlySignals.Contains(signal)) run.EarlySignals.Add(signal);
                // The keeper tells when a kill has no end, as while a program is looked for on a mount that does not answer.
                if (!isKill) return;
            }

            // What another reaps may be gone any time, and its number a stranger's: there the descriptor stands for the group.
            isGroupDone = run.Phase == RunPhase.Alive && (run.IsInherited ? Libc.PidfdSendGroupSignal(run.Pidfd, signal) : Libc.kill(-run.Pid, signal)) == 0;
        }

        _trees.Post(isKill ? new TreeRequest.Kill(run) : new TreeRequest.Terminate(run, signal, isGroupDone));
    }

    private void Exited(LiveRun run, ExitStatus status)
    {
        var isTreeGone = !run.IsInherited && _orphans.IsGone(run);
        if (isTreeGone) Retire(run);
        if (status.Signal == Libc.SIGKILL && _limits.IsOutOfMemory(run.Id.Service)) _events.On(new ProcessEvent.OutOfMemory(run.Id));
        _events.On(new ProcessEvent.Exited(run.Id, status, isTreeGone));
        if (isTreeGone)
        {
            End(run);
            return;
        }

        lock (run.Gate) run.Phase = RunPhase.Remains;
        _trees.Post(new TreeRequest.Settle(run));
    }

    private void TreeGone(LiveRun run)
    {
        Retire(run);
        if (!run.IsLeftover) _events.On(new ProcessEvent.TreeGone(run.Id));
        End(run);
    }

    /// <summary>Whoever hears of the end may go on with the run at once: nothing of it may be in the way then.</summary>
    private void Retire(LiveRun run)
    {
        _runs.Retire(run);
        if (run.Output is not { Policy.StaysOpen: true } output || run.IsLeftover) return;
        _output.FinishOrKeep(output, run.Exit);
        run.Output = null;
        _runs.Forget(run);
    }

    private void End(LiveRun run)
    {
        _runs.Forget(run);
        if (run.Output is { } output) _output.Finish(output);
    }

    private void Degrade(string sentence)
    {
        _degraded.Enqueue(sentence);
        _options.Degraded?.Invoke(sentence);
    }

    private CgroupHome? OpenCgroups()
    {
        if (!_options.UseCgroups) return null;
        var home = CgroupHome.TryOpen(_state, out var reason);
        if (reason is not null) Degrade($"cgroups are not used, since {reason}: trees are ended process by process");
        return home;
    }

    private string MakeFolder(string name)
    {
        var path = Path.Combine(_options.StateDirectory, name);
        Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return path;
    }
}
