using Baton.Health.Alarms;
using Baton.Health.Breaker;
using Baton.Health.Monitors;
using Baton.Health.Monitors.Remembering;
using Baton.Probes;
using Baton.Simulation.Daemon;
using Baton.Simulation.World;

namespace Baton.Simulation.Monitors;

/// <summary>
/// One daemon, as far as it watches: the shipped fleet on simulated endpoints, and what the shipped daemon does with its news. It can die at each
/// thing that it does to the world, before it is done or right after.
/// </summary>
internal sealed class FleetDaemon : IMonitorListener, IAlarmListener
{
    private readonly FleetHistory _history;
    private readonly Dice _dice;
    private readonly TurnQueue _turns = new();
    private readonly DaemonClock _clock;
    private int? _toDeath;
    private bool _diesBefore;

    public FleetDaemon(FleetHistory history, Dice dice)
    {
        (_history, _dice) = (history, dice);
        _clock = new DaemonClock(() => IsAlive, history.Clock);
        Origin = history.Clock.Now;
        Fleet = new MonitorFleet(new FleetParts
        {
            Time = history.Bug.Time(_clock, history),
            Scheduler = history.Bug.Turns(_turns, history),
            Random = new Random(dice.Below(int.MaxValue)),
            Probes = definition => history.Bug.Probe(new Asking(this, definition), history),
            Listener = this,
            Alarms = this,
            AlarmMemory = history.Bug.Alarms(history.Memory.Alarms),
            Crashed = Met,
            Broken = Met,
        });
    }

    public bool IsAlive { get; private set; } = true;

    public MonitorFleet Fleet { get; }

    /// <summary>When its fleet's time began.</summary>
    public TimeSpan Origin { get; }

    /// <summary>Watches what the manifest says, from what was saved.</summary>
    public void Begin()
    {
        var remembered = new Dictionary<string, MonitorState>();
        foreach (var definition in _history.Manifest)
        {
            if (_history.Memory.Find(definition.Name) is not { } saved) continue;
            if (MonitorMemory.Read(saved.Bytes, definition, Fleet.Now, _clock.GetUtcNow()) is { } state) remembered[definition.Name] = state;
        }

        _ = Fleet.ApplyAsync(_history.Bug.Definitions(_history.Manifest), _history.Bug.Remembered(remembered));
        SaveOften();
    }

    /// <summary>The manifest has changed.</summary>
    public void Reload() => _ = Fleet.ApplyAsync(_history.Bug.Definitions(_history.Manifest), new Dictionary<string, MonitorState>());

    /// <summary>Dies at the n-th thing that it does from now on.</summary>
    public void DieAt(int thing, bool isBefore) => (_toDeath, _diesBefore) = (thing, isBefore);

    /// <summary>It is gone, with all that it had not saved.</summary>
    public void Die(string why)
    {
        if (!IsAlive) return;
        IsAlive = false;
        _history.Died(why);
    }

    /// <summary>Gives turns until nobody wants one.</summary>
    public void TakeTurns()
    {
        while (IsAlive && _turns.TryTakeOne()) _history.Steps++;
    }

    /// <inheritdoc/>
    public void Counted(string name, DateTimeOffset at, ProbeResult result) => Do(() => Note(name));

    /// <inheritdoc/>
    public void HealthChanged(MonitorView now, MonitorHealth from, string? reason) => Do(() => Note(now.Definition.Name));

    /// <inheritdoc/>
    public void BreakerChanged(MonitorView now, BreakerPhase from, string? by)
    {
        _history.Trace.Add(now.Definition.Name, $"breaker {from} → {now.State.Breaker.Phase}");
        _history.Count($"breaker {now.State.Breaker.Phase}");
        Do(() => Note(now.Definition.Name));
        Soon(0.04, _history.Memory.Save);
    }

    /// <inheritdoc/>
    public void Told(MonitorView now, AlarmEffect news)
    {
        _history.Count(news.GetType().Name);
        Do(() => _history.Promises.Told(now.Definition.Name, news));
    }

    /// <inheritdoc/>
    public void Silenced(IReadOnlyList<Silence> silences)
    {
    }

    /// <inheritdoc/>
    public void Unsilenced(IReadOnlyList<Silence> silences, string? by)
    {
    }

    /// <inheritdoc/>
    public void Unwatched(string name, TimeSpan lasted) => Do(() => _history.Promises.Told(name, new AlarmEffect.TellUp(lasted)));

    /// <inheritdoc/>
    public void WindowOpened(string name, DateTimeOffset? until)
    {
    }

    /// <inheritdoc/>
    public void WindowClosed(string name)
    {
    }

    /// <inheritdoc/>
    public void MemoryChanged(AlarmMemory memory)
    {
        Do(() => _history.Memory.Note(memory));
        Soon(0.01, _history.Memory.SaveAlarms);
    }

    private void Note(string name)
    {
        if (Fleet.Find(name) is not { } view) return;
        var bytes = MonitorMemory.Write(view.State, view.Definition, Fleet.Now, _clock.GetUtcNow());
        _history.Memory.Note(name, new SavedMonitor(bytes, _history.Promises.SavedModelOf(name, view.State.Breaker.Phase), _history.Clock.Now, _history.Clock.Jumped));
    }

    private void SaveOften() => After(TimeSpan.FromSeconds(8), () =>
    {
        _history.Memory.Save();
        _history.Memory.SaveAlarms();
        SaveOften();
    });

    private void Soon(double seconds, Action act) => After(_dice.Seconds(0, seconds), act);

    private void After(TimeSpan wait, Action act) => _history.Clock.After(wait, () =>
    {
        if (IsAlive) act();
    });

    private void Do(Action thing)
    {
        if (!IsAlive) throw new DeathException();
        var isLast = _toDeath is not null && --_toDeath == 0;
        if (!isLast || !_diesBefore) thing();
        if (!isLast) return;
        Die(_diesBefore ? "it was killed before it could do a thing" : "it was killed right after it did a thing");
        throw new DeathException();
    }

    private void Met(Exception bug)
    {
        if (bug is not DeathException) _history.Promises.Met(bug);
    }

    /// <summary>One question after the other to an endpoint, for this daemon.</summary>
    private sealed class Asking(FleetDaemon daemon, MonitorDefinition definition) : IProbe
    {
        public Task<ProbeResult> ExecuteAsync(CancellationToken cancel)
        {
            var (history, name) = (daemon._history, definition.Name);
            history.Count("probe");
            history.Promises.ProbeBegan(name);
            var (after, result) = history.EndpointOf(name).Ask(definition.Timing.Timeout);
            var done = new TaskCompletionSource<ProbeResult>();
            cancel.Register(() =>
            {
                history.Promises.ProbeCancelled(name);
                done.TrySetCanceled(cancel);
            });
            daemon.After(after, () =>
            {
                if (done.Task.IsCompleted) return;
                history.Trace.Add(name, $"answers {result.Detail}");
                history.Promises.ProbeEnded(name, result.IsSuccess);
                done.SetResult(result);
            });
            return done.Task;
        }
    }
}
