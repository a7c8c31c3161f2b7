using Baton.Processes;
using Baton.Processes.Guardian;
using Baton.Simulation.Bugs;
using Baton.Simulation.Daemon;
using Baton.Simulation.Histories;
using Baton.Simulation.World;

namespace Baton.Simulation.Guardian;

/// <summary>
/// One guardian: owns the runs, keeps the shipped ledger, and starts a daemon in place of one that died, after all that this had commanded is
/// carried out. What is on its way in either direction takes its time and keeps its order.
/// </summary>
internal sealed partial class SimGuardian
{
    private readonly History _history;
    private readonly SimClock _clock;
    private readonly Machine _machine;
    private readonly RunRecords _records;
    private readonly PlantedBug _bug;
    private readonly Dice _dice;
    private readonly RunLedger _ledger;
    private readonly Dictionary<RunId, GuardedRun> _runs = [];
    private SimDaemon? _daemon;
    private TimeSpan _lastToGuardian;
    private TimeSpan _lastToDaemon;
    private int _deaths;

    public SimGuardian(History history, int number)
    {
        (_history, _clock, _machine, _records, _bug) = (history, history.Clock, history.Machine, history.Records, history.Bug);
        Number = number;
        _dice = history.Dice.For("guardian", "", number);
        _ledger = new RunLedger(_clock);
    }

    /// <summary>Which guardian of the history it is.</summary>
    public int Number { get; }

    public bool IsAlive { get; private set; } = true;

    public SimDaemon? Daemon => _daemon;

    /// <summary>A daemon has taken over what was left, so that those after it go on.</summary>
    public bool HasBegun { get; set; }

    /// <summary>What a daemon that begins is told.</summary>
    public IReadOnlyList<KnownRun> Runs => _bug.Ledger(_ledger.All);

    /// <summary>It is a run of this guardian, the end of whose first process it will tell.</summary>
    public bool Owns(RunId id) => _runs.TryGetValue(id, out var run) && run is { IsLeftover: false, IsExitTold: false };

    /// <summary>How much the ledger holds.</summary>
    public int LedgerCount => _ledger.All.Count;

    /// <summary>Messages on their way.</summary>
    public int InFlight { get; private set; }

    public int LastRun(string service) => _bug.LastRun(service, _records.LastRun(service));

    /// <summary>Starts a daemon after a while.</summary>
    public void StartDaemon(TimeSpan wait) => _clock.After(wait, () =>
    {
        if (!IsAlive) return;
        _daemon = new SimDaemon(_history, this, isFirst: !HasBegun);
        _daemon.Begin();
    });

    /// <summary>The daemon has died; what it had said is carried out before the next one begins.</summary>
    public void DaemonDied()
    {
        if (!IsAlive) return;
        _daemon = null;
        _deaths = _machine.IsCalm ? 1 : _deaths + 1;
        var patience = _deaths > 1 ? TimeSpan.FromMilliseconds(Math.Min(5000, 100 * Math.Pow(2, Math.Min(_deaths, 10) - 2))) : TimeSpan.Zero;
        var carried = _lastToGuardian - _clock.Now;
        StartDaemon((carried > patience ? carried : patience) + _dice.Seconds(0.05, 0.3));
    }

    /// <summary>The guardian dies, and its daemon with it. Processes live on.</summary>
    public void Die()
    {
        IsAlive = false;
        _daemon?.Die("its guardian died");
        _daemon = null;
    }

    /// <summary>Everything has been stopped, or could not begin: what lives is killed, and this is the end.</summary>
    public void Close()
    {
        foreach (var run in _runs.Values.Where(run => !run.IsGone).ToList()) _machine.Kill(run.Id);
        foreach (var run in _runs.Values) if (!_machine.Alive.Any(p => p.Run == run.Id)) _records.RecordGone(run.Id);
        Die();
    }

    /// <summary>A command sets out.</summary>
    public void Send(ProcessCommand command)
    {
        _history.Invariants.Commanded(command, _daemon);
        var at = _clock.Now + _history.WireDelay(_dice);
        _lastToGuardian = at > _lastToGuardian ? at : _lastToGuardian;
        InFlight++;
        _clock.At(_lastToGuardian, () =>
        {
            InFlight--;
            if (IsAlive) Carry(command);
        });
    }

    private void Tell(ProcessEvent news)
    {
        _history.Trace.Add("guardian", $"tells {news}");
        if (_bug.LedgerNotes(news, _daemon is { IsAlive: true })) _ledger.Note(news);
        if (news is ProcessEvent.Exited exited) _history.Invariants.ExitTold(exited, this);
        if (_daemon is not { IsAlive: true } daemon) return;
        var at = _clock.Now + _history.WireDelay(_dice);
        _lastToDaemon = at > _lastToDaemon ? at : _lastToDaemon;
        InFlight++;
        _clock.At(_lastToDaemon, () =>
        {
            InFlight--;
            if (daemon.IsAlive) daemon.Hear(news);
        });
    }

    private void Carry(ProcessCommand command)
    {
        if (command is ProcessCommand.Spawn) _ledger.Note(command);
        switch (command)
        {
            case ProcessCommand.Spawn x: Spawn(x.Id); break;
            case ProcessCommand.Terminate x: Signal(x.Id, x.Signal); break;
            case ProcessCommand.Kill x: Signal(x.Id, 9); break;
            case ProcessCommand.FindPortHolder x: Tell(new ProcessEvent.PortHolderFound(x.Id, x.Port, null)); break;
            case ProcessCommand.Sample: Tell(new ProcessEvent.Sampled([])); break;
            case ProcessCommand.CountOutput: Tell(new ProcessEvent.OutputCounted([])); break;
        }
    }

    private void Spawn(RunId id)
    {
        var run = new GuardedRun(id);
        if (!_runs.TryAdd(id, run))
        {
            Tell(new ProcessEvent.SpawnFailed(id, $"run number {id.Run} lives already"));
            return;
        }

        var steps = _history.Dice.For("spawn", id.Service, id.Run);
        _clock.After(steps.Seconds(0, 0.01), () => Intend(run, steps));
    }

    private void Intend(GuardedRun run, Dice steps)
    {
        if (!IsAlive) return;
        var id = run.Id;
        if (run.EarlySignals.Contains(9)) Fail(run, "it was killed before it had begun");
        else if (id.Run <= _records.LastRun(id.Service)) Fail(run, _history.Invariants.NumberRefused(id));
        else
        {
            _records.RecordIntent(id, _clock.GetUtcNow());
            var isSlow = !_machine.IsCalm && steps.Is(0.05);
            _clock.After(isSlow ? steps.Seconds(0, 8) : steps.Seconds(0, 0.005), () => Fork(run, steps));
        }
    }

    private void Fork(GuardedRun run, Dice steps)
    {
        if (!IsAlive) return;
        if (_history.SpawnFails(run.Id.Service)) Fail(run, "no such file");
        else if (run.EarlySignals.Contains(9)) Fail(run, "it was killed before it had begun");
        else
        {
            var life = _machine.Fork(run.Id);
            _clock.After(steps.Seconds(0, 0.005), () => Welcome(run, life));
        }
    }

    private void Welcome(GuardedRun run, RunLife life)
    {
        if (!IsAlive) return;
        _records.RecordSpawned(run.Id, life.First.Pid, life.First.StartTicks);
        run.IsSpawning = false;
        foreach (var signal in run.EarlySignals) Signal(run.Id, signal);
        Tell(new ProcessEvent.Spawned(run.Id, life.First.Pid));
        Look(run);
    }

    private void Fail(GuardedRun run, string reason)
    {
        run.IsGone = true;
        _records.RecordGone(run.Id);
        _runs.Remove(run.Id);
        Tell(new ProcessEvent.SpawnFailed(run.Id, reason));
    }

    private void Signal(RunId id, int signal)
    {
        if (!_runs.TryGetValue(id, out var run) || run.IsGone) return;
        if (run.IsSpawning)
        {
            if (!_bug.LosesEarlySignals && !run.EarlySignals.Contains(signal)) run.EarlySignals.Add(signal);
            return;
        }

        if (run.Stranger is { IsAlive: true } stranger) _machine.Kill(stranger);
        else if (signal != 9) _machine.Terminate(id, signal);
        else Kill(run);
    }

    private void Kill(GuardedRun run)
    {
        run.IsKilled = true;
        _machine.Kill(run.Id);
        _clock.After(TimeSpan.FromSeconds(5), () =>
        {
            var left = _machine.Alive.Where(p => p.Run == run.Id).Select(p => p.Pid).ToList();
            if (IsAlive && !run.IsGone && left.Count > 0) Tell(new ProcessEvent.TreeStuck(run.Id, left));
        });
    }

    /// <summary>A process of a run has died; the kernel tells soon.</summary>
    public void Noticed(RunId id)
    {
        if (!IsAlive || !_runs.TryGetValue(id, out var run)) return;
        _clock.After(_dice.Seconds(0, 0.005), () => Look(run));
    }

    private void Look(GuardedRun run)
    {
        if (!IsAlive || run.IsSpawning || run.IsGone || run.Stranger is { IsAlive: true }) return;
        // A kill is for whatever the run forks meanwhile.
        if (run.IsKilled) _machine.Kill(run.Id);
        var life = _machine.LifeOf(run.Id);
        var isTreeGone = _bug.OverlooksDescendants ? life is not { First.IsAlive: true } : !_machine.Alive.Any(p => p.Run == run.Id);
        if (!run.IsExitTold && life is { First.IsAlive: false })
        {
            run.IsExitTold = true;
            run.IsGone = isTreeGone && !run.IsInherited;
            if (run.IsGone) _records.RecordGone(run.Id);
            if (!run.IsLeftover) Tell(new ProcessEvent.Exited(run.Id, life.Exit!.Value, run.IsGone));
            if (!run.IsGone && isTreeGone) _clock.After(TimeSpan.FromMilliseconds(20), () => Look(run));
        }
        else if (run.IsExitTold && isTreeGone)
        {
            run.IsGone = true;
            _records.RecordGone(run.Id);
            if (!run.IsLeftover) Tell(new ProcessEvent.TreeGone(run.Id));
        }
    }
}
