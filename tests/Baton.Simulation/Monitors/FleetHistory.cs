using Baton.Core;
using Baton.Health.Alarms;
using Baton.Health.Breaker;
using Baton.Health.Monitors;
using Baton.Probes.Specs;
using Baton.Simulation.Histories;
using Baton.Simulation.World;

namespace Baton.Simulation.Monitors;

/// <summary>One history of monitors, from a seed: the shipped fleet over endpoints that flip, hang and refuse, with people who meddle and daemons that are killed.</summary>
internal sealed class FleetHistory
{
    private static readonly string[] Names = ["auth", "billing", "cart", "door", "edge"];
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);

    private readonly Dictionary<string, SimEndpoint> _endpoints = [];
    private readonly List<MonitorDefinition> _manifest = [];
    private readonly IReadOnlyList<FleetHappening> _happenings;
    private int _daemons;

    /// <param name="seed">The seed.</param>
    /// <param name="bug">What is broken.</param>
    /// <param name="happenings">What happens; null: what the seed says.</param>
    /// <param name="isTraced">Keep what happens, line by line.</param>
    public FleetHistory(ulong seed, FleetBug bug, IReadOnlyList<FleetHappening>? happenings = null, bool isTraced = false)
    {
        (Dice, Bug, Clock) = (new Dice(seed), bug, new SimClock());
        Trace = new Trace(Clock, isTraced);
        Promises = new FleetPromises(this);
        _happenings = happenings ?? FleetHappening.Draw(Dice.For("happenings"));
        foreach (var name in Names)
        {
            var dice = Dice.For("monitor", name);
            _endpoints[name] = new SimEndpoint(dice.For("endpoint")) { Way = dice.Is(0.7) ? EndpointWay.Well : EndpointWay.Failing };
            _manifest.Add(Define(name, dice));
        }
    }

    public Dice Dice { get; }

    public FleetBug Bug { get; }

    public SimClock Clock { get; }

    public Trace Trace { get; }

    public HealthMemory Memory { get; } = new();

    public FleetPromises Promises { get; }

    public IReadOnlyList<MonitorDefinition> Manifest => _manifest;

    public FleetDaemon? Daemon { get; private set; }

    /// <summary>Turns that were taken.</summary>
    public long Steps { get; set; }

    /// <summary>What was broken first; null while nothing is.</summary>
    public Failure? Failure { get; private set; }

    /// <summary>How often what happened.</summary>
    public Dictionary<string, int> Counts { get; } = [];

    public SimEndpoint EndpointOf(string name) => _endpoints[name];

    /// <summary>Runs it to its end, or to the first broken promise.</summary>
    public Failure? Run()
    {
        var began = Clock.Now;
        foreach (var happening in _happenings) Clock.At(began + happening.At, () => Execute(happening));
        Begin();
        BeatOn();
        var end = began + FleetHappening.Span + TimeSpan.FromMinutes(2);
        do
        {
            Daemon?.TakeTurns();
            if (Daemon is { IsAlive: true } daemon) Promises.Look(daemon);
        }
        while (Failure is null && Clock.TryStep(end));
        return Failure;
    }

    public void Count(string what) => Counts[what] = Counts.GetValueOrDefault(what) + 1;

    /// <summary>A promise does not hold.</summary>
    public void Break(string name, string promise, string how)
    {
        if (Failure is not null) return;
        Trace.Add("BROKEN", $"{promise}: {how}");
        Failure = new Failure(name, promise, how);
    }

    /// <summary>The daemon is gone; the next begins after a while.</summary>
    public void Died(string why)
    {
        Count("daemon killed");
        Trace.Add("daemon", $"dies: {why}");
        Promises.Died();
        Memory.Lose();
        Clock.After(Dice.For("away", "", _daemons).Seconds(0.1, 20), Begin);
    }

    private static MonitorDefinition Define(string name, Dice dice)
    {
        var interval = TimeSpan.FromSeconds(dice.OneOf(2, 5, 10, 15));
        var first = TimeSpan.FromSeconds(dice.OneOf(1, 8, 30));
        return new MonitorDefinition(name, new ProbeSpec.Tcp(name, 1))
        {
            Timing = new ProbeTiming { Interval = interval, Timeout = TimeSpan.FromSeconds(dice.OneOf(1, 3, 7)) },
            Breaker = new BreakerSettings
            {
                FailureThreshold = dice.OneOf(1, 2, 3, 5),
                SuccessThreshold = dice.OneOf(1, 2, 3),
                Break = new Backoff(first, dice.OneOf(1.0, 2.0), first * 4, Jitter: 0),
            },
            Confirmation = new Confirmation { Retries = dice.Below(3), Interval = TimeSpan.FromSeconds(1) },
        };
    }

    private void Begin()
    {
        Trace.Add("daemon", "begins");
        Daemon = new FleetDaemon(this, Dice.For("daemon", "", _daemons++));
        Promises.Began();
        Daemon.Begin();
    }

    // So that what is late is seen where nothing happens.
    private void BeatOn() => Clock.After(Tick, BeatOn);

    private void Execute(FleetHappening happening)
    {
        Count(happening.Kind.ToString());
        var (dice, name) = (Dice.For("happening", "", happening.Number), Names[happening.On % Names.Length]);
        Trace.Add("happens", $"{happening.Kind} {name}");
        if (ToWorld(happening.Kind, name, dice) || Daemon is not { IsAlive: true } daemon) return;
        switch (happening.Kind)
        {
            case FleetHappeningKind.Trigger: Trigger(daemon, name); break;
            case FleetHappeningKind.TriggerAll: Trigger(daemon, null); break;
            case FleetHappeningKind.Call: Call(daemon, name, dice); break;
            case FleetHappeningKind.Isolate: Act(daemon, name, MonitorAct.Isolate); break;
            case FleetHappeningKind.Close: Act(daemon, name, MonitorAct.Close); break;
            case FleetHappeningKind.Reset: Act(daemon, name, MonitorAct.Reset); break;
            case FleetHappeningKind.Silence: _ = daemon.Fleet.SilenceAsync(dice.Is(0.3) ? SilenceScope.All : SilenceScope.Of(name), Clock.GetUtcNow() + dice.Seconds(10, 120), "", "somebody", CancellationToken.None); break;
            case FleetHappeningKind.Reload: Reload(daemon, name); break;
            case FleetHappeningKind.DaemonKilled: daemon.Die("it was killed"); break;
            case FleetHappeningKind.DaemonKilledAt: daemon.DieAt(1 + (happening.On % 12), isBefore: dice.Is(0.5)); break;
        }
    }

    private bool ToWorld(FleetHappeningKind kind, string name, Dice dice)
    {
        switch (kind)
        {
            case FleetHappeningKind.EndpointChanges:
                // Well more often than not, or nothing would ever close.
                _endpoints[name].Way = dice.Is(0.45) ? EndpointWay.Well : dice.OneOf(EndpointWay.Slow, EndpointWay.Failing, EndpointWay.Failing, EndpointWay.Refusing, EndpointWay.Hanging, EndpointWay.Flipping);
                return true;
            case FleetHappeningKind.WallClockJumps:
                Clock.Jump(dice.OneOf(TimeSpan.FromHours(1), TimeSpan.FromHours(-1), TimeSpan.FromSeconds(dice.Below(60) - 30), TimeSpan.FromDays(-300)));
                return true;
            case FleetHappeningKind.DiskFull:
                Memory.IsFull = true;
                Clock.After(dice.Seconds(1, 40), () => Memory.IsFull = false);
                return true;
            default:
                return false;
        }
    }

    private void Act(FleetDaemon daemon, string name, MonitorAct act)
    {
        Promises.Acted(name, act);
        _ = daemon.Fleet.ActAsync(name, act, "somebody", CancellationToken.None);
    }

    private void Reload(FleetDaemon daemon, string name)
    {
        var place = _manifest.FindIndex(definition => definition.Name == name);
        var timing = _manifest[place].Timing;
        _manifest[place] = _manifest[place] with { Timing = timing with { Interval = timing.Interval + TimeSpan.FromSeconds(1) } };
        Promises.Redefined(_manifest[place]);
        daemon.Reload();
    }

    private void Trigger(FleetDaemon daemon, string? name)
    {
        var asked = daemon.Fleet.TriggerAsync(name, CancellationToken.None);
        var slowest = _manifest.Max(definition => definition.Timing.Timeout) + Tick;
        Clock.After(slowest, () =>
        {
            // What it waits for runs on threads of the real world.
            if (daemon.IsAlive && !asked.Wait(TimeSpan.FromSeconds(2))) Promises.NotReturned($"a trigger of {name ?? "all"} has not returned after {slowest}");
        });
    }

    private void Call(FleetDaemon daemon, string name, Dice dice)
    {
        var era = Promises.CallAsked(name);
        var permit = dice.Is(0.5) ? daemon.Fleet.LetGoWhileClosed(name) : null;
        if (permit is null)
        {
            var asked = daemon.Fleet.AskForCallAsync(name, CancellationToken.None);
            daemon.TakeTurns();
            if (!daemon.IsAlive) return;
            permit = asked.GetAwaiter().GetResult();
        }

        Promises.CallAnswered(name, era is not null, permit is not null);
        if (permit is null || era is not { } of) return;
        Clock.After(dice.Seconds(0.005, 6), () =>
        {
            if (!daemon.IsAlive) return;
            bool? isSuccess = dice.Is(0.1) ? null : _endpoints[name].Way is EndpointWay.Well or EndpointWay.Slow;
            Promises.CallEnded(name, isSuccess, of);
            permit.Report(isSuccess);
        });
    }
}
