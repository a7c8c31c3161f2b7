using Baton.Health.Alarms;
using Baton.Health.Breaker;
using Baton.Health.Monitors;

namespace Baton.Simulation.Monitors;

/// <summary>What must hold of monitors whatever happens. It is told what really happens, and compares it with what the fleet shows.</summary>
internal sealed class FleetPromises(FleetHistory history)
{
    /// <summary>Timers count whole milliseconds, and many begin a little apart.</summary>
    private static readonly TimeSpan Slack = TimeSpan.FromMilliseconds(40);

    private readonly Dictionary<string, Watch> _watches = [];

    /// <summary>All of them, for people.</summary>
    public static IReadOnlyDictionary<string, string> All { get; } = new Dictionary<string, string>
    {
        ["RestsWhileOpen"] = "no probe goes while a breaker is open or isolated, and a call goes exactly when it may",
        ["OneAtATime"] = "one probe of a monitor at a time, and one trial of a half-open breaker",
        ["BreakerByRule"] = "a breaker opens after its failures, closes after its successes, opens again after a failed trial and obeys people, over restarts too",
        ["CountsAreResults"] = "what is counted are results of probes, and nothing else",
        ["DueIsStarted"] = "every probe that is due is started, and the trial when the break is over",
        ["DownsAlternate"] = "nobody is told twice that a monitor is down without that it is up between, nor that it is up without that it was down",
        ["TriggersReturn"] = "who asks for fresh results gets them when the slowest probe has ended",
        ["NoBug"] = "the fleet never meets a bug of its own",
    };

    /// <summary>What is true of a monitor that is saved as being in a phase: a trial that may begin is begun, though the endpoint hears of it a turn later.</summary>
    public MonitorModel SavedModelOf(string name, BreakerPhase saved)
    {
        var model = _watches[name].Model;
        return saved == BreakerPhase.HalfOpen && model.Phase == BreakerPhase.Open && model.LetsGo(history.Clock.Now) ? model.Gone() : model;
    }

    /// <summary>A daemon begins with what was saved.</summary>
    public void Began()
    {
        foreach (var definition in history.Manifest)
        {
            var isTold = _watches.TryGetValue(definition.Name, out var earlier) ? earlier.IsTold : false;
            var model = history.Memory.Find(definition.Name)?.Restored(history.Clock) ?? new MonitorModel { Definition = definition };
            _watches[definition.Name] = new Watch { Model = model with { Definition = definition }, LastActive = history.Clock.Now, IsTold = isTold };
        }
    }

    /// <summary>A daemon is gone. What it told people last and had not saved, the next may tell them again.</summary>
    public void Died()
    {
        foreach (var (name, watch) in _watches)
        {
            watch.Running = null;
            if (watch.IsTold is { } isTold && history.Memory.Alarms.Down.ContainsKey(name) != isTold) watch.IsTold = null;
        }
    }

    /// <summary>The manifest has changed how a monitor is asked.</summary>
    public void Redefined(MonitorDefinition definition)
    {
        var watch = _watches[definition.Name];
        watch.Model = watch.Model.Redefined(definition);
        watch.LastActive = history.Clock.Now;
    }

    /// <summary>An endpoint is asked.</summary>
    public void ProbeBegan(string name)
    {
        var (watch, now) = (_watches[name], history.Clock.Now);
        if (watch.Running is not null) Broken("OneAtATime", $"{name} is asked while it is asked");
        if (!watch.Model.LetsGo(now)) Broken(watch.Model.Phase == BreakerPhase.HalfOpen ? "OneAtATime" : "RestsWhileOpen", $"{name} is asked while it is {watch.Model.Phase}, until {watch.Model.Until}");
        watch.Model = watch.Model.Gone();
        (watch.Running, watch.LastActive) = (watch.Model.Era, now);
    }

    /// <summary>An endpoint has answered, or was waited for too long.</summary>
    public void ProbeEnded(string name, bool isSuccess)
    {
        var (watch, now) = (_watches[name], history.Clock.Now);
        watch.Model = watch.Model.Counted(isSuccess).Found(isSuccess, watch.Running ?? -1, now);
        (watch.Running, watch.LastActive, watch.LastEnd) = (null, now, now);
    }

    /// <summary>Nobody waits for an endpoint's answer any more.</summary>
    public void ProbeCancelled(string name) => _watches[name].Running = null;

    /// <summary>A call wants to go. Its era where it may; null where it must not.</summary>
    public int? CallAsked(string name)
    {
        var watch = _watches[name];
        if (!watch.Model.LetsGo(history.Clock.Now)) return null;
        watch.Model = watch.Model.Gone();
        return watch.Model.Era;
    }

    /// <summary>The fleet has answered a call.</summary>
    public void CallAnswered(string name, bool mayGo, bool isLetGo)
    {
        if (mayGo != isLetGo) Broken("RestsWhileOpen", $"a call to {name} {(mayGo ? "may go, and is not let go" : "must not go, and is let go")}");
    }

    /// <summary>A call has ended.</summary>
    public void CallEnded(string name, bool? isSuccess, int era)
    {
        var watch = _watches[name];
        if (watch.Model.IsTrying && era == watch.Model.Era) watch.LastActive = watch.LastEnd = history.Clock.Now;
        watch.Model = watch.Model.Found(isSuccess, era, history.Clock.Now);
    }

    /// <summary>A person acts.</summary>
    public void Acted(string name, MonitorAct act)
    {
        var watch = _watches[name];
        watch.LastActive = history.Clock.Now;
        watch.Model = act switch
        {
            MonitorAct.Isolate => watch.Model.Isolated(),
            MonitorAct.Close => watch.Model.Closed(),
            _ => watch.Model.Reset(),
        };
    }

    /// <summary>People are told of a monitor.</summary>
    public void Told(string name, AlarmEffect news)
    {
        if (news is not (AlarmEffect.TellDown or AlarmEffect.TellUp)) return;
        var (watch, isDown) = (_watches[name], news is AlarmEffect.TellDown);
        history.Trace.Add(name, isDown ? "people are told: down" : "people are told: up");
        if (watch.IsTold == isDown) Broken("DownsAlternate", $"{name} is told to be {(isDown ? "down" : "up")} twice");
        watch.IsTold = isDown;
    }

    /// <summary>A trigger that was to return by now has not.</summary>
    public void NotReturned(string what) => Broken("TriggersReturn", what);

    /// <summary>The fleet has met a bug of its own.</summary>
    public void Met(Exception bug) => Broken("NoBug", bug.ToString());

    /// <summary>A turn is over: what is shown must be what is true.</summary>
    public void Look(FleetDaemon daemon)
    {
        foreach (var (name, watch) in _watches)
        {
            if (daemon.Fleet.Find(name) is { } view) Look(name, watch, view, daemon.Origin);
        }

        if (daemon.Fleet.IsStalled) Broken("DueIsStarted", "the fleet calls itself stalled");
    }

    private void Look(string name, Watch watch, MonitorView view, TimeSpan origin)
    {
        var (model, breaker) = (watch.Model, view.State.Breaker);
        if (breaker.Phase != model.Phase) Broken("BreakerByRule", $"{name} is {breaker.Phase}, and should be {model.Phase}");
        else if (model.Phase == BreakerPhase.Open && (breaker.Until + origin - model.Until).Duration() > Slack) Broken("BreakerByRule", $"the break of {name} ends at {breaker.Until + origin}, and should at {model.Until}");
        if ((view.State.Total, view.State.Successful) != (model.Total, model.Successful)) Broken("CountsAreResults", $"{name} has {view.State.Successful} of {view.State.Total}, and should have {model.Successful} of {model.Total}");
        if (DueBy(watch) is { } due && history.Clock.Now > due + Slack) Broken("DueIsStarted", $"{name} was due at {due} at the latest and is not asked, {model.Phase}");
    }

    /// <summary>When the next probe must have begun; null while none must.</summary>
    private static TimeSpan? DueBy(Watch watch)
    {
        var (model, interval) = (watch.Model, watch.Model.Definition.Timing.Interval);
        if (watch.Running is not null || model.IsTrying) return null;
        return model.Phase switch
        {
            BreakerPhase.Isolated => null,
            // What was under way when the break was over takes the place of the trial; it comes with the next turn then.
            BreakerPhase.Open => watch.LastEnd > model.Until ? watch.LastEnd + interval : model.Until,
            _ => watch.LastActive + interval,
        };
    }

    private void Broken(string promise, string how) => history.Break(promise, All[promise], how);

    private sealed class Watch
    {
        public required MonitorModel Model { get; set; }

        /// <summary>The era of the probe that is under way; null when none is.</summary>
        public int? Running { get; set; }

        public TimeSpan LastEnd { get; set; }

        public TimeSpan LastActive { get; set; }

        /// <summary>People were told last that it is down, or up; null when that is not known.</summary>
        public bool? IsTold { get; set; }
    }
}
