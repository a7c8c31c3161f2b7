using Baton.Core.Actors;
using Baton.Core.Notices;
using Baton.Processes;
using Baton.Supervision.Devices;
using Baton.Supervision.Figures;
using Baton.Supervision.Hooks;
using Baton.Supervision.Memory;
using Baton.Supervision.Notifying;
using Baton.Supervision.Probing;
using Baton.Supervision.Reload;
using Baton.Supervision.Scheduling;
using Baton.Supervision.Secrets;
using Baton.Supervision.Watching;

namespace Baton.Supervision.Services;

/// <summary>
/// One service inside the supervisor's actor: its state, its timer and what people want to know besides. Only the actor touches it;
/// others read <see cref="View"/>.
/// </summary>
internal sealed class ServiceSlot : IDisposable
{
    private volatile ServiceView _view;
    private IServiceMemory _memory = NoMemory.Instance;
    private readonly int[] _versions = new int[(int)Watcher.Watch + 1];
    private long? _cause;
    private volatile SlotMask? _mask;

    public ServiceSlot(ServiceDefinition definition, int lastRun, bool? enabledByPerson, TimeProvider time, Action<ServiceSlot, int> timerFired)
    {
        Definition = definition;
        EnabledByPerson = enabledByPerson;
        Subject = $"service/{definition.Name}";
        State = new Service(Phase.Stopped, lastRun);
        Since = time.GetUtcNow();
        Timer = new ActorTimer(time, epoch => timerFired(this, epoch));
        _view = Build(reason: null);
    }

    /// <summary>Its place in the present roster.</summary>
    public int Index { get; set; }

    public ServiceDefinition Definition { get; private set; }

    /// <summary>The definition that the present run began with, when it is to be replaced since then; null: <see cref="Definition"/>.</summary>
    public ServiceDefinition? Former { get; set; }

    /// <summary>What the present run lives by.</summary>
    public ServiceDefinition OfRun => Former ?? Definition;

    /// <summary>The rules of its next step: of a run that is to be replaced, its own for its end, and the new ones for what begins after it.</summary>
    public ServicePolicy Rules => Former is { } former
        ? former.Policy with { HasPreStart = Definition.Policy.HasPreStart, HasReadiness = Definition.Policy.HasReadiness, StartupTimeout = Definition.Policy.StartupTimeout }
        : Definition.Policy;

    /// <summary>The manifest knows it no more; it is here until nothing of it lives.</summary>
    public bool IsLeaving { get; set; }

    /// <summary>It is not here any more: what is still told of it means nothing.</summary>
    public bool IsForgotten { get; set; }

    /// <summary>How notices name it.</summary>
    public string Subject { get; }

    public Service State { get; set; }

    public ActorTimer Timer { get; }

    /// <summary>The devices that it needs; null when it needs none.</summary>
    public SlotDevices? Devices { get; set; }

    /// <summary>What is asked of it; null when nothing is.</summary>
    public SlotProbes? Probes { get; set; }

    /// <summary>What it says of itself; null when it says nothing.</summary>
    public SlotNotify? Notify { get; set; }

    /// <summary>When it is started by the clock; null: never.</summary>
    public SlotSchedule? Schedule { get; set; }

    /// <summary>The files that it follows; null: none.</summary>
    public SlotWatch? Watch { get; set; }

    /// <summary>What runs now before, after or to stop its run; null when nothing does.</summary>
    public IHook? Hook { get; set; }

    /// <summary>Its <c>reload_command</c> that runs now; null when none does.</summary>
    public ReloadUnderWay? Reloading { get; set; }

    /// <summary>Its built-in check; null when it has none.</summary>
    public SlotCheck? Check { get; set; }

    /// <summary>The port that it is known to serve on; null when none is.</summary>
    public int? Port => PortWords.PortOf(Definition);

    /// <summary>What is or was found out about the last run that failed; null when nothing.</summary>
    public Examination? Examination { get; set; }

    /// <summary>The same, when it is about the present state.</summary>
    public Examination? Finding => Examination is { } examination && examination.IsAbout(State) ? examination : null;

    /// <summary>What its next run alone is begun with; null: what its definition says.</summary>
    public Launch? Once { get; set; }

    /// <summary>The number of the system's refusal of the present run's spawn; null when it was not refused, or by something else.</summary>
    public int? SpawnErrno { get; set; }

    /// <summary>When the present phase began.</summary>
    public DateTimeOffset Since { get; set; }

    /// <summary>When the last run was spawned.</summary>
    public DateTimeOffset? StartedAt { get; set; }

    /// <summary>The same as a timestamp of the clock that does not jump.</summary>
    public long? SpawnedAt { get; set; }

    /// <summary>When the armed timer is due, for people.</summary>
    public DateTimeOffset? TimerDueAt { get; set; }

    /// <summary>The notice that the next change follows from (<see cref="Notice.Seq"/>).</summary>
    public long? Cause
    {
        get => _cause;
        set
        {
            _cause = value;
            _memory.StoreCause(Place, value);
        }
    }

    /// <summary>Where its state is kept; negative when it is not.</summary>
    public int Place { get; private set; } = -1;

    /// <summary>An earlier daemon left something of it.</summary>
    public bool IsRemembered { get; private set; }

    /// <summary>When the armed timer is due, as <see cref="Surroundings.Now"/>; null when none is armed.</summary>
    public TimeSpan? TimerDue { get; set; }

    /// <summary>Its run has left, and those that are bound to it have not been told yet.</summary>
    public bool HasLeaveToTell { get; set; }

    /// <summary>A start by the clock waited for the end of a run when the last daemon ended.</summary>
    public bool WasStartWaiting { get; private set; }

    /// <summary>Its devices were there when the last daemon ended, and have not been looked at since.</summary>
    public bool AssumesDevices { get; set; }

    /// <summary>Who asked for the present stop.</summary>
    public string? StopAskedBy { get; set; }

    /// <summary>Processes of this run that the kernel does not let go of; null when there are none.</summary>
    public IReadOnlyList<int>? StuckPids { get; set; }

    /// <summary>With <see cref="StuckPids"/>: what is waited for, where that is not the kernel.</summary>
    public string? StuckWhy { get; set; }

    /// <summary>It waits for a dependency that has ended or failed, and will not get ready by itself, or not soon.</summary>
    public bool WaitsInVain { get; set; }

    public ServiceFigures? Figures { get; set; }

    /// <summary>What it has come to since the daemon began.</summary>
    public ServiceTally Tally { get; } = new();

    /// <summary>Its newest figures; null until it was measured.</summary>
    public FigurePage? Page { get; set; }

    /// <summary>The run in which the kernel killed for want of memory; null: none.</summary>
    public int? OutOfMemoryRun { get; set; }

    /// <summary>Since when its tree takes more memory than it may; null: it does not.</summary>
    public long? MemoryBeyond { get; set; }

    /// <summary>What a person has said of its being enabled, which wins over the manifest; null: nothing.</summary>
    public bool? EnabledByPerson { get; set; }

    /// <summary>Requests that wait for this service.</summary>
    public List<PendingAct> Pending { get; } = [];

    /// <summary>The newest published state.</summary>
    public ServiceView View => _view;

    /// <summary>Nothing more is going to happen to its processes by a stop.</summary>
    public bool IsAtRestOrStuck => !State.IsLive || StuckPids is not null;

    /// <summary>What depends on it may start.</summary>
    public bool IsReady => State.IsReady(Definition.Policy);

    /// <summary>Keeps its state from now on, and takes up what an earlier daemon left.</summary>
    public void Attach(IServiceMemory memory, RememberedService? remembered)
    {
        _memory = memory;
        Place = memory.PlaceOf(Definition.Name);
        if (remembered is null) return;
        IsRemembered = true;
        (State, var facts) = (remembered.State, remembered.Facts);
        (Since, StartedAt, SpawnedAt, TimerDue) = (facts.Since, facts.StartedAt, facts.SpawnedAt, facts.TimerDue);
        (_cause, StopAskedBy, HasLeaveToTell) = (facts.Cause, facts.StopAskedBy, facts.HasLeaveToTell);
        WasStartWaiting = facts.IsStartWaiting;
        AssumesDevices = State is { IsDeviceAway: false, Phase: not Phase.WaitingDevices };
        Publish(reason: null);
    }

    /// <summary>It is not here any more: nothing of it is kept, and its place is another's.</summary>
    public void Detach()
    {
        _memory.Forget(Definition.Name);
        (_memory, Place) = (NoMemory.Instance, -1);
    }

    /// <summary>Keeps the present state.</summary>
    public void Keep() => _memory.Store(Place, State, new SlotFacts(Since, StartedAt, SpawnedAt, TimerDue, _cause, StopAskedBy, HasLeaveToTell) { IsStartWaiting = Schedule is { IsWaiting: true } });

    /// <summary>Those that are bound to it have been told that its run has left.</summary>
    public void LeaveTold()
    {
        HasLeaveToTell = false;
        _memory.StoreLeaveTold(Place);
    }

    /// <summary>Takes another definition of the same service.</summary>
    /// <param name="definition">The definition.</param>
    /// <param name="replacesRun">The present run, if there is one, is to be replaced, and ends as the definition before says.</param>
    public void Take(ServiceDefinition definition, bool replacesRun)
    {
        if (replacesRun && State.IsLive) Former ??= Definition;
        Definition = definition;
    }

    /// <summary>What takes the secrets of its definitions out of texts; made when the first text comes. On any thread.</summary>
    /// <param name="inherited">Variables of Baton itself.</param>
    public SecretMask MaskWith(IReadOnlyDictionary<string, string> inherited)
    {
        var mask = _mask;
        if (mask is null || !mask.IsOf(Definition, Former, inherited)) _mask = mask = new SlotMask(Definition, Former, inherited);
        return mask.Mask;
    }

    /// <summary>Grows when something else is watched or asked: an answer to an earlier question does not count.</summary>
    public int VersionOf(Watcher watcher) => _versions[(int)watcher];

    /// <summary>Ends what one of them watches or asks; what it still tells is of an earlier version. The others go on.</summary>
    public void Drop(Watcher watcher)
    {
        _versions[(int)watcher]++;
        switch (watcher)
        {
            case Watcher.Devices: Devices = End(Devices); break;
            case Watcher.Probes: Probes = End(Probes); break;
            case Watcher.Check: Check = End(Check); break;
            case Watcher.Notify: Notify = End(Notify); break;
            // What it waits for is taken over by the next one.
            case Watcher.Schedule: break;
            default: Watch = End(Watch); break;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Timer.Dispose();
        Devices?.Dispose();
        Probes?.Dispose();
        Check?.Dispose();
        Notify?.Dispose();
        Watch?.Dispose();
        Examination?.Dispose();
    }

    private static T? End<T>(T? watcher)
        where T : class, IDisposable
    {
        watcher?.Dispose();
        return null;
    }

    /// <summary>Publishes the present state.</summary>
    public void Publish(string? reason)
    {
        var (before, next) = (_view, Build(reason));
        _view = next.DiffersFrom(before) ? next with { Version = before.Version + 1 } : next with { Version = before.Version };
    }

    private ServiceView Build(string? reason) => new()
    {
        Name = Definition.Name,
        State = State.Phase,
        IsReady = IsReady,
        IsDesired = State.IsDesired,
        Run = State.Run,
        Pid = State.Pid,
        Restarts = State.Restarts,
        Failures = State.Failures,
        Since = Since,
        StartedAt = StartedAt,
        NextStartAt = (State.Phase is Phase.Backoff or Phase.Failed ? TimerDueAt : null) ?? (Schedule is null ? null : Supervisor.NextByClock(this)),
        IsScheduled = Definition.Schedule is not null,
        LastExit = State.LastExit,
        SpawnError = State.SpawnError,
        SpawnErrno = State.SpawnError is null ? null : SpawnErrno,
        Reason = reason,
        DependsOn = Definition.DependsOn,
        Monitors = Definition.Monitors,
        ReplicaOf = Definition.Replica?.Of,
        DisplayName = Definition.DisplayName,
        Description = Definition.Description,
        Type = Definition.Type,
        Restart = Definition.Policy.Restart,
        HasReadiness = Definition.Policy.HasReadiness,
        Port = Definition.Port,
        Groups = Definition.Groups,
        IsEnabled = EnabledByPerson ?? Definition.IsEnabled,
        // Who enables a service wants it to run with the next "up", also one that the manifest leaves to people.
        IsAutostarted = EnabledByPerson == true || Definition.IsAutostarted,
        Figures = State.IsLive ? Figures : null,
        Tally = Tally,
        Health = Check?.Health,
        LastOutput = Finding?.LastOutput,
        StatusText = State.IsLive && Notify is { } notify && notify.Run == State.Run ? notify.Status : State.IsLive ? Figures?.Said : null,
    };
}
