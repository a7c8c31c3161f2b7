using Baton.Core.Notices;
using Baton.Simulation.Bugs;
using Baton.Simulation.Daemon;
using Baton.Simulation.Guardian;
using Baton.Simulation.Invariants;
using Baton.Simulation.World;
using Baton.Supervision.Reload;

namespace Baton.Simulation.Histories;

/// <summary>One history: a simulated machine on which the shipped supervisor runs, from a seed. The same seed is the same history.</summary>
internal sealed class History
{
    private readonly Dictionary<string, TimeSpan> _spawnsFailUntil = [];
    private readonly IReadOnlyList<Happening> _happenings;
    private TimeSpan _slowUntil;
    private int _guardians;

    /// <param name="seed">The seed.</param>
    /// <param name="happenings">What happens; null: what the seed says.</param>
    /// <param name="bug">What is broken.</param>
    /// <param name="isTraced">Keep what happens, line by line.</param>
    public History(ulong seed, PlantedBug bug, IReadOnlyList<Happening>? happenings = null, bool isTraced = false)
    {
        Dice = new Dice(seed);
        Bug = bug;
        Clock = new SimClock();
        Trace = new Trace(Clock, isTraced);
        _happenings = happenings ?? Happenings.Draw(Dice.For("happenings"));
        Machine = new Machine(Clock, Dice.For("machine"));
        Devices = new SimDevices(Clock);
        Kept = File = Rosters.Make(Dice.For("roster"));
        Invariants = new InvariantSet(this);
        Operator = new Operator(this);
        Machine.Forked = life =>
        {
            Trace.Add(life.Id.Service, $"run {life.Id.Run} has process {life.First.Pid}");
            Invariants.Forked(life);
        };
        Machine.Died = process =>
        {
            if (process.Run is not { } id) return;
            if (process.IsFirst) Trace.Add(id.Service, $"run {id.Run} has ended: {Machine.LifeOf(id)!.Exit}");
            Invariants.Died(process);
            Guardian?.Noticed(id);
        };
        Machine.Signalled = process => Invariants.Signalled(process);
    }

    public Dice Dice { get; }

    public PlantedBug Bug { get; }

    public SimClock Clock { get; }

    public Trace Trace { get; }

    public Machine Machine { get; }

    public SimDevices Devices { get; }

    public SimMemory Memory { get; } = new();

    public RunRecords Records { get; } = new();

    public InvariantSet Invariants { get; }

    public Operator Operator { get; }

    /// <summary>The manifest as its file says.</summary>
    public ServiceSet File { get; set; }

    /// <summary>The manifest that the next daemon of the guardian goes by.</summary>
    public ServiceSet Kept { get; set; }

    /// <summary>What people have said of services' being enabled.</summary>
    public Dictionary<string, bool> Enabled { get; } = [];

    public SimGuardian? Guardian { get; private set; }

    public SimDaemon? Daemon => Guardian?.Daemon;

    /// <summary>How many daemons have begun.</summary>
    public int Daemons { get; private set; }

    public long LastNotice { get; set; }

    /// <summary>Turns that were taken.</summary>
    public long Steps { get; set; }

    /// <summary>What was broken first; null while nothing is.</summary>
    public Failure? Failure { get; private set; }

    /// <summary>How often what happened.</summary>
    public Dictionary<string, int> Counts { get; } = [];

    /// <summary>How often the manifest was edited, or a service scaled.</summary>
    public int Reloads => Counts.GetValueOrDefault(nameof(HappeningKind.Reload)) + Counts.GetValueOrDefault(nameof(HappeningKind.Scale));

    /// <summary>Runs it to its end, or to the first broken invariant.</summary>
    public Failure? Run()
    {
        var began = Clock.Now;
        var executor = new Executor(this);
        foreach (var happening in _happenings) Clock.At(began + happening.At, () => executor.Execute(happening));
        Clock.At(began + Happenings.Storm, executor.CalmDown);
        Up();
        var end = began + Happenings.Storm + Happenings.Calm;
        while (Failure is null && Clock.TryStep(end)) Daemon?.TakeTurns();
        if (Failure is null) Invariants.Calmed();
        return Failure;
    }

    public void Count(string what)
    {
        Counts[what] = Counts.GetValueOrDefault(what) + 1;
        if (what == "daemon begun") Daemons++;
    }

    /// <summary>An invariant does not hold.</summary>
    public void Break(Invariant invariant, string how)
    {
        if (Failure is not null) return;
        Trace.Add("BROKEN", $"{invariant.Promise}: {how}");
        Failure = new Failure(invariant.GetType().Name, invariant.Promise, how);
    }

    /// <summary>Somebody says <c>baton up</c>.</summary>
    public void Up()
    {
        if (Guardian is { IsAlive: true }) return;
        Trace.Add("operator", "baton up");
        Operator.Upped();
        Guardian = new SimGuardian(this, ++_guardians);
        Guardian.StartDaemon(TimeSpan.FromMilliseconds(60));
    }

    /// <summary>The guardian is killed.</summary>
    public void KillGuardian()
    {
        if (Guardian is not { IsAlive: true } guardian) return;
        Count("guardian killed");
        Trace.Add("guardian", "dies");
        guardian.Die();
        Invariants.GuardianDied();
        UpLater();
    }

    /// <summary>The daemon has come to its end, or cannot begin.</summary>
    public void Ended(SimGuardian guardian)
    {
        guardian.Close();
        Invariants.Ended();
        Invariants.GuardianDied();
        UpLater();
    }

    /// <summary>What the memory had no room for is unknown to a daemon that goes on.</summary>
    public void ForgetWithoutPlace()
    {
        foreach (var service in Rosters.Names.Concat(Rosters.Replicas).Where(service => !Memory.Has(service)))
        {
            Operator.Forget(service);
            Invariants.Forgot(service);
        }
    }

    public void DaemonDied(SimDaemon daemon)
    {
        Invariants.DaemonDied(daemon);
        Operator.Lost();
    }

    public void Published(SimDaemon daemon, Notice notice)
    {
        Trace.Add("notice", $"{notice.Subject} {notice.What} {notice.Detail}");
        Invariants.Noticed(daemon, notice);
    }

    public void SlowDown(TimeSpan until) => _slowUntil = until;

    /// <summary>How long a message takes between daemon and guardian.</summary>
    public TimeSpan WireDelay(Dice dice) => Clock.Now < _slowUntil ? dice.Seconds(0, 3) : dice.Seconds(0, 0.003);

    public void FailSpawns(string service, TimeSpan until) => _spawnsFailUntil[service] = until;

    public bool SpawnFails(string service) => _spawnsFailUntil.TryGetValue(service, out var until) && Clock.Now < until;

    private void UpLater() => Clock.After(Dice.For("up", "", _guardians).Seconds(0.5, 12), Up);
}

/// <summary>A promise that was broken.</summary>
/// <param name="Invariant">Name of the invariant.</param>
/// <param name="Promise">What it says.</param>
/// <param name="How">How it was broken.</param>
internal sealed record Failure(string Invariant, string Promise, string How);
