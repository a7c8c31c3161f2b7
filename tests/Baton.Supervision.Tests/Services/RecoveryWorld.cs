using Baton.Core.Notices;
using Baton.Processes;
using Baton.Processes.Records;
using Baton.Supervision.Memory;
using Baton.Supervision.Services;
using Baton.TestKit;

namespace Baton.Supervision.Tests.Services;

/// <summary>
/// A machine whose processes live on when the daemon is killed: a supervisor with a real memory file, a host that remembers, virtual time.
/// The daemon dies at the n-th thing that it does to the memory or to the host, before it is done or right after. One service is deaf to
/// stop signals, the spawns of another take until time goes on.
/// </summary>
internal sealed class RecoveryWorld : IProcessEvents, IDisposable
{
    public const string Deaf = "api", Slow = "lamp";

    private readonly TemporaryFolder _folder = new();
    private readonly ManualScheduler _scheduler = new();
    private readonly NoticeBoard _notices;
    private readonly Dictionary<RunId, KnownRun> _known = [];
    private readonly Queue<ProcessCommand> _commands = new();
    private readonly IReadOnlyList<ServiceDefinition> _definitions;
    private ServiceMemory _memory;
    private Supervisor _supervisor;
    private int _pid = 1000;
    private readonly HashSet<RunId> _toEnd = [];
    private readonly OrphanedHooks _hooks;
    private int? _toDeath;
    private bool _diesBefore;
    private bool _isDead;

    public RecoveryWorld(IReadOnlyList<ServiceDefinition> definitions)
    {
        _definitions = definitions;
        _notices = new NoticeBoard(Time);
        _hooks = new OrphanedHooks(Do);
        _memory = OpenMemory();
        _supervisor = Supervise();
    }

    public ManualTime Time { get; } = new();

    public int Deaths { get; private set; }

    /// <summary>How many hooks lost their daemon.</summary>
    public int Orphans => _hooks.Orphans;

    /// <summary>How many exits there were, and how many were told to somebody.</summary>
    public int Exits { get; private set; }

    public int ExitsSeen => _notices.After(0, int.MaxValue).Count(n => n.What == "exited");

    /// <summary>The newest notices, deaths among them.</summary>
    public IEnumerable<string> Notes => _notices.After(0, int.MaxValue).TakeLast(14).Select(n => $"{n.Time:mm:ss.fff} {n.Subject} {n.What} {n.Detail}");

    public IReadOnlyList<ServiceView> Services => _supervisor.Services;

    /// <summary>The daemon dies at the n-th thing from now on: before it is done, or right after.</summary>
    public void DieAt(int thing, bool isBefore) => (_toDeath, _diesBefore) = (thing, isBefore);

    public void Start(string name) => Ask(() => _ = _supervisor.StartAsync([name], new ActCause("the test"), default));

    public void Stop(string name) => Ask(() => _ = _supervisor.StopAsync([name], isOnly: false, new ActCause("the test"), default));

    public void Advance(TimeSpan by)
    {
        foreach (var run in _known.Values.Where(run => run is { IsSpawned: false, IsTreeGone: false }).ToList()) Confirm(run.Id);
        Settle();
        EndHooks();
        var end = Time.GetTimestamp() + by.Ticks;
        // From timer to timer, so that what follows from one has happened before the next.
        while (Time.Armed is [var next, ..] && Time.GetTimestamp() + next.Ticks < end)
        {
            Time.Advance(next);
            Settle();
            EndHooks();
        }

        Time.Advance(TimeSpan.FromTicks(end - Time.GetTimestamp()));
        Settle();
    }

    /// <summary>A live process ends; null when there is none.</summary>
    public void End(string service, ExitStatus status, bool isTreeGone)
    {
        if (LiveRun(service) is not { Exit: null, IsSpawned: true } run) return;
        Exits++;
        if (isTreeGone) _hooks.EndOrphan(service);
        _known[run.Id] = run with { Exit = status, IsTreeGone = isTreeGone };
        Tell(new ProcessEvent.Exited(run.Id, status, isTreeGone));
        Settle();
    }

    /// <summary>What a process left behind ends.</summary>
    public void EndTree(string service)
    {
        if (LiveRun(service) is not { Exit: not null } run) return;
        _hooks.EndOrphan(service);
        _known[run.Id] = run with { IsTreeGone = true };
        Tell(new ProcessEvent.TreeGone(run.Id));
        Settle();
    }

    /// <summary>Takes an event; nobody does when the daemon is dead.</summary>
    public void On(ProcessEvent processEvent) => Tell(processEvent);

    public void Dispose()
    {
        _supervisor.DisposeAsync().AsTask().GetAwaiter().GetResult();
        _memory.Dispose();
        _folder.Dispose();
    }

    private KnownRun? LiveRun(string service) => _known.Values.SingleOrDefault(run => run.Id.Service == service && !run.IsTreeGone);

    /// <summary>Who asked and had no answer asks again.</summary>
    private void Ask(Action ask)
    {
        var deaths = Deaths;
        ask();
        Settle();
        if (Deaths == deaths) return;
        ask();
        Settle();
    }

    private void Tell(ProcessEvent processEvent)
    {
        if (!_isDead) _supervisor.On(processEvent);
    }

    private void Settle()
    {
        do
        {
            _scheduler.RunAll();
            while (!_isDead && _commands.TryDequeue(out var command)) Obey(command);
            if (_isDead) Recover();
            _scheduler.RunAll();
            // Timers that are due now.
            Time.Advance(TimeSpan.Zero);
            _scheduler.RunAll();
        }
        while (_commands.Count > 0 || _isDead);
    }

    private void Recover()
    {
        while (_commands.TryDequeue(out var command)) Obey(command);
        _supervisor.DisposeAsync().AsTask().GetAwaiter().GetResult();
        _memory.Dispose();
        (_isDead, _toDeath) = (false, null);
        Deaths++;
        _hooks.Orphan();
        _notices.Publish("daemon", "killed");
        _memory = OpenMemory();
        _supervisor = Supervise();
        _supervisor.Recover([.. _known.Values.Where(run => !run.IsTreeGone || run.Id.Run == LastRun(run.Id.Service))]);
    }

    private int LastRun(string service) => _known.Keys.Where(id => id.Service == service).Select(id => id.Run).DefaultIfEmpty().Max();

    private void Obey(ProcessCommand command)
    {
        switch (command)
        {
            case ProcessCommand.Spawn x:
                Assert.True(LiveRun(x.Id.Service) is null, $"{x.Id} spawned while {LiveRun(x.Id.Service)?.Id} lives");
                Assert.True(x.Id.Run > LastRun(x.Id.Service), $"{x.Id} spawned after {LastRun(x.Id.Service)}");
                _hooks.CheckNone(x.Id.Service);
                _known.Add(x.Id, new KnownRun(x.Id, 0, Time.GetUtcNow(), null, IsTreeGone: false, IsSpawned: false));
                if (x.Id.Service != Slow) Confirm(x.Id);
                break;
            case ProcessCommand.Terminate x when x.Id.Service != Deaf: Finish(x.Id); break;
            case ProcessCommand.Kill x: Finish(x.Id); break;
        }
    }

    private void EndHooks()
    {
        while (_hooks.TryEndOne()) Settle();
    }

    private void Confirm(RunId id)
    {
        _known[id] = _known[id] with { Pid = ++_pid, IsSpawned = true };
        Tell(new ProcessEvent.Spawned(id, _pid));
        if (_toEnd.Remove(id)) Finish(id);
    }

    private void Finish(RunId id)
    {
        if (!_known.TryGetValue(id, out var run) || run.IsTreeGone || (!run.IsSpawned && _toEnd.Add(id)) || !run.IsSpawned) return;
        var status = new ExitStatus(null, 15);
        // A stop_command that lost its daemon belongs to the tree.
        _hooks.EndOrphan(id.Service);
        if (run.Exit is null) Exits++;
        _known[run.Id] = run with { Exit = run.Exit ?? status, IsTreeGone = true };
        Tell(run.Exit is null ? new ProcessEvent.Exited(run.Id, status, IsTreeGone: true) : new ProcessEvent.TreeGone(run.Id));
    }

    private Supervisor Supervise() => new(_definitions, new SupervisorPorts
    {
        Processes = command => Do(() => _commands.Enqueue(command)),
        LastRun = LastRun,
        Memory = new MortalMemory(_memory, Do),
        Hooks = _hooks,
        Devices = new ScriptedDevices(),
        Probing = new ScriptedProbing(),
        Notices = _notices,
        Time = Time,
        Scheduler = _scheduler,
        Random = () => 0.5,
        Crashed = bug => Assert.True(bug is DeathException, bug.ToString()),
    });

    private void Do(Action thing)
    {
        if (_isDead) throw new DeathException();
        var isLast = --_toDeath == 0;
        if (isLast && _diesBefore) Die();
        thing();
        if (isLast) Die();
    }

    private void Die()
    {
        _isDead = true;
        throw new DeathException();
    }

    private ServiceMemory OpenMemory() =>
        ServiceMemory.Open(_folder["services"], new StateId(1), "01234567-89ab-cdef-0123-456789abcdef", Time.GetUtcNow(), trouble => Assert.Fail(trouble));

    private sealed class DeathException : Exception;

    private sealed class MortalMemory(ServiceMemory memory, Action<Action> does) : IServiceMemory
    {
        public IReadOnlyList<RememberedService> Services => memory.Services;

        public ProjectMemory Project => memory.Project;

        public int PlaceOf(string service) => memory.PlaceOf(service);

        public void Store(int place, Service state, in SlotFacts facts)
        {
            var copy = facts;
            does(() => memory.Store(place, state, copy));
        }

        public void StoreCause(int place, long? cause) => does(() => memory.StoreCause(place, cause));

        public void StoreLeaveTold(int place) => does(() => memory.StoreLeaveTold(place));

        public void Forget(string service) => does(() => memory.Forget(service));

        public void StoreProject(ProjectMemory project) => does(() => memory.StoreProject(project));
    }
}
