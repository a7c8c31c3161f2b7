using Baton.Core.Notices;
using Baton.Daemon.Startup;
using Baton.Processes;
using Baton.Simulation.Guardian;
using Baton.Simulation.Histories;
using Baton.Supervision.Reload;
using Baton.Supervision.Services;

namespace Baton.Simulation.Daemon;

/// <summary>
/// One daemon: the shipped supervisor on simulated ports, with the beginning of the shipped daemon. It can die at each thing that it does to
/// the world, before it is done or right after.
/// </summary>
internal sealed class SimDaemon
{
    private readonly History _history;
    private readonly SimGuardian _guardian;
    private readonly bool _isFirst;
    private readonly Queue<ProcessEvent> _held = new();
    private readonly DaemonHooks _hooks;
    private IReadOnlyList<KnownRun> _runs = [];
    private int? _toDeath;
    private bool _diesBefore;
    private bool _isListening;

    public SimDaemon(History history, SimGuardian guardian, bool isFirst)
    {
        (_history, _guardian, _isFirst) = (history, guardian, isFirst);
        BegunAt = history.Clock.Now;
        Clock = new DaemonClock(() => IsAlive, history.Clock);
        Notices = new NoticeBoard(Clock, kept: 64, lastSeq: history.LastNotice);
        Notices.Listen(notice => Do(() => history.Published(this, notice)));
        _hooks = new DaemonHooks(this, history.Machine, history.Clock, history.Dice.For("hooks", "", history.Daemons));
    }

    public bool IsAlive { get; private set; } = true;

    /// <summary>When it began.</summary>
    public TimeSpan BegunAt { get; }

    /// <summary>Its clock.</summary>
    public DaemonClock Clock { get; }

    /// <summary>Its notices.</summary>
    public NoticeBoard Notices { get; }

    public TurnQueue Turns { get; } = new();

    /// <summary>What it supervises with; null while it begins.</summary>
    public Supervisor? Supervisor { get; private set; }

    /// <summary>It supervises, and all that was before it has been gone on with.</summary>
    public bool IsReady { get; private set; }

    /// <summary>It goes on where an earlier one was, in this turn.</summary>
    public bool IsRecovering { get; private set; }

    /// <summary>In the middle of a turn.</summary>
    public bool IsInTurn { get; private set; }

    /// <summary>The first words of a daemon.</summary>
    public void Begin()
    {
        _history.Count("daemon begun");
        _history.Trace.Add("daemon", _isFirst ? "begins" : "goes on for one that died");
        _history.Memory.Open();
        var steps = _history.Dice.For("begin", "", _history.Daemons);
        if (!_isFirst)
        {
            _runs = _guardian.Runs;
            _history.Clock.After(steps.Seconds(0.005, 0.06), () => Supervise(_runs, _history.Kept, _history.Kept));
            return;
        }

        _runs = _guardian.Runs;
        var wait = _guardian.LeftoversBusyUntil - _history.Clock.Now;
        _history.Clock.After((wait > TimeSpan.Zero ? wait : TimeSpan.Zero) + steps.Seconds(0.005, 0.05), () => FindOut(steps));
    }

    /// <summary>Dies at the n-th thing that it does from now on.</summary>
    public void DieAt(int thing, bool isBefore) => (_toDeath, _diesBefore) = (thing, isBefore);

    /// <summary>Does something to the world, unless it is dead.</summary>
    public void Do(Action thing)
    {
        if (!IsAlive) throw new DeathException();
        var isLast = _toDeath is not null && --_toDeath == 0;
        if (!isLast || !_diesBefore) thing();
        if (!isLast) return;
        Die(_diesBefore ? "it was killed before it could do a thing" : "it was killed right after it did a thing");
        throw new DeathException();
    }

    /// <summary>It is gone; what it knew is in the memory or nowhere.</summary>
    public void Die(string why)
    {
        if (!IsAlive) return;
        IsAlive = false;
        _history.Trace.Add("daemon", $"dies: {why}");
        _history.LastNotice = Notices.Last;
        _hooks.Orphan();
        _history.DaemonDied(this);
        _guardian.DaemonDied();
    }

    /// <summary>News of the guardian arrive.</summary>
    public void Hear(ProcessEvent news)
    {
        if (!_isListening) _held.Enqueue(news);
        else foreach (var told in _history.Bug.Events(news, this)) Supervisor!.On(told);
    }

    /// <summary>Gives turns until nobody wants one.</summary>
    public void TakeTurns()
    {
        while (IsAlive && TakeTurn())
        {
        }

        if (IsAlive && Supervisor is { IsShuttingDown: true, Ended.IsCompletedSuccessfully: true }) EndAll();
    }

    private bool TakeTurn()
    {
        IsInTurn = true;
        if (!Turns.TryTakeOne())
        {
            IsInTurn = false;
            return false;
        }

        IsInTurn = false;
        _history.Steps++;
        if (IsAlive) _history.Invariants.Turned(this);
        IsRecovering = false;
        return true;
    }

    private void FindOut(Baton.Simulation.World.Dice steps) => IfAlive(() =>
    {
        var found = _guardian.FindLeftovers();
        _history.Clock.After(steps.Seconds(0.005, 0.05), () => Adopt(found, steps));
    });

    private void Adopt(IReadOnlyList<KnownRun> found, Baton.Simulation.World.Dice steps) => IfAlive(() =>
    {
        // What a daemon had adopted that died before it had taken over is adopted already.
        IReadOnlyList<KnownRun> adopted = [.. _runs.Where(run => !run.IsTreeGone), .. _guardian.Adopt(TakenOver.ToAdopt(found, _history.Kept))];
        foreach (var run in adopted) _history.Trace.Add(run.Id.Service, $"run {run.Id.Run} is adopted");
        _history.Clock.After(steps.Seconds(0.005, 0.05), () => IfAlive(() => _guardian.EndLeftovers(isAllGone => IfAlive(() => TakeUp(found, adopted, isAllGone)))));
    });

    private void TakeUp(IReadOnlyList<KnownRun> found, IReadOnlyList<KnownRun> adopted, bool isAllGone)
    {
        if (!isAllGone)
        {
            // The kernel does not let go of something, and nothing may run twice: all ends, and somebody tries again later.
            _history.Trace.Add("daemon", "cannot begin: something of an earlier one is stuck");
            _history.Ended(_guardian);
            return;
        }

        if (adopted.Count == 0)
        {
            _history.Memory.BeginAnew();
            _history.Invariants.Forgot();
        }
        else
        {
            _history.Memory.BeginUp();
            _history.ForgetWithoutPlace();
        }

        _guardian.HasBegun = true;
        var before = adopted.Count == 0 ? _history.File : _history.Kept;
        _history.Kept = _history.File;
        Supervise(adopted.Count == 0 ? [] : TakenOver.GoingOn(adopted, [.. _runs, .. found]), before, _history.File);
    }

    private void Supervise(IReadOnlyList<KnownRun> runs, ServiceSet set, ServiceSet manifest) => IfAlive(() =>
    {
        IsRecovering = true;
        if (!_isFirst) _history.ForgetWithoutPlace();
        var bug = _history.Bug;
        Supervisor = new Supervisor(bug.Set(set, _isFirst), new SupervisorPorts
        {
            Processes = command => Do(() => { if (bug.Command(command, this) is { } sent) _guardian.Send(sent); }),
            LastRun = _guardian.LastRun,
            EnabledByPerson = name => _history.Enabled.TryGetValue(name, out var isEnabled) ? isEnabled : null,
            Devices = bug.Devices(new DaemonDevices(this, _history.Devices, _history.Clock, _history.Dice.For("sight", "", _history.Daemons)), _history),
            Probing = bug.Probing(new DaemonProbing(_history.Machine, _history.Clock, Clock), _history),
            Hooks = _hooks,
            Memory = new MortalMemory(this, bug.Memory(_history.Memory, _history)),
            AwaitsRuns = true,
            Notices = Notices,
            Time = bug.Time(Clock, _history),
            Scheduler = Turns,
            Random = _history.Dice.For("jitter", "", _history.Daemons).Next,
            Crashed = bug => _history.Invariants.Crashed(bug),
        });
        Supervisor.Recover(runs);
        _isListening = true;
        while (_held.TryDequeue(out var news)) Hear(news);
        if (set != manifest) _ = Supervisor.ReloadAsync(manifest, new ActCause("baton up"));
        TakeTurns();
        if (IsAlive) _history.Clock.After(TimeSpan.FromMilliseconds(15), () => IfAlive(StartAll));
    });

    private void StartAll()
    {
        if (!Supervisor!.IsRecovered)
        {
            var set = Supervisor.InForce;
            IReadOnlyList<string> names = [.. set.Services.Where(service => set.Starts(service, _history.Enabled.TryGetValue(service.Name, out var isEnabled) ? isEnabled : null)).Select(service => service.Name)];
            if (names.Count > 0 && !Supervisor.IsShuttingDown) _ = Supervisor.Ask(ActKind.Start, names, isAlone: false, new ActCause("baton up"));
            Supervisor.MarkBegun();
        }

        IsReady = true;
        _history.Operator.Began(this);
    }

    private void EndAll()
    {
        _history.Trace.Add("daemon", "has stopped everything");
        _history.Ended(_guardian);
    }

    private void IfAlive(Action act)
    {
        if (!IsAlive) return;
        try
        {
            act();
        }
        catch (DeathException)
        {
            // Its guardian goes on.
        }
    }
}
