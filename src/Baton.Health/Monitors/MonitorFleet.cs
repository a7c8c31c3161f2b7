using System.Collections.Frozen;
using Baton.Core.Actors;
using Baton.Health.Alarms;
using Baton.Health.Breaker;
using Baton.Probes;

namespace Baton.Health.Monitors;

/// <summary>
/// Watches all monitors, each on its own times, by one timer armed for the earliest and without a thread of its own. Everything but the probes
/// themselves happens on one actor; what is to be seen is published after each step, for readers on any thread.
/// </summary>
public sealed partial class MonitorFleet : IAsyncDisposable
{
    /// <summary>Somebody who asks for a fresh result gets one that was begun so lately: 50 ms.</summary>
    public static readonly TimeSpan Fresh = TimeSpan.FromMilliseconds(50);

    // A busy machine, or a collection of the heap, is no death.
    private static readonly TimeSpan LeastPatience = TimeSpan.FromSeconds(5);

    private static readonly SilenceAnswer TooBusy = new(SilenceOutcome.Busy);

    private readonly FleetParts _parts;
    private readonly long _origin;
    private readonly Actor<FleetMessage> _actor;
    private readonly ActorTimer _timer;
    private readonly PriorityQueue<MonitorSlot, TimeSpan> _waiting = new();
    private readonly HashSet<MonitorSlot> _probing = [];
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ActorTimer _edges;
    private readonly SilenceBook _silences;
    private MaintenanceWindows _windows = MaintenanceWindows.None;
    private IReadOnlyList<Silence> _silenceList;
    private AlarmMemory _remembered;
    private IReadOnlyList<string> _openWindows;
    private bool _areWindowsKnown;
    private DateTimeOffset? _nextEdge;
    private int _edgeEpoch;
    private bool _hasMemoryChanged;
    private FrozenDictionary<string, MonitorSlot> _byName = FrozenDictionary<string, MonitorSlot>.Empty;
    private MonitorSlot[] _slots = [];
    private TimeSpan? _armedFor;
    private int _epoch;
    private bool _isClosing;
    private volatile bool _hasCrashed;

    /// <summary>One without monitors.</summary>
    public MonitorFleet(FleetParts parts)
    {
        _parts = parts;
        _origin = parts.Time.GetTimestamp();
        _timer = new ActorTimer(parts.Time, epoch => _actor!.Post(new FleetMessage.TimerFired(epoch)));
        _edges = new ActorTimer(parts.Time, epoch => _actor!.Post(new FleetMessage.EdgeCame(epoch)));
        _remembered = parts.AlarmMemory;
        _silences = new SilenceBook(_remembered.Silences);
        _silenceList = _silences.List;
        _openWindows = _remembered.OpenWindows ?? [];
        _actor = new Actor<FleetMessage>(parts.Scheduler, Handle, Crash);
    }

    /// <summary>All monitors in the order of the manifest, as they stand.</summary>
    public IReadOnlyList<MonitorView> Views => [.. Volatile.Read(ref _slots).Select(s => s.View)];

    /// <summary>How many monitors there are.</summary>
    public int Count => Volatile.Read(ref _slots).Length;

    /// <summary>The monotonic time that instants of monitors and breakers are given in.</summary>
    public TimeSpan Now => _parts.Time.GetElapsedTime(_origin);

    /// <summary>A monitor was due and for two more of its intervals, and some seconds at least, was not looked at: watching has died, or the machine has.</summary>
    public bool IsStalled
    {
        get
        {
            if (_hasCrashed) return true;
            var now = Now;
            foreach (var slot in Volatile.Read(ref _slots))
            {
                var view = slot.View;
                var patience = 2 * view.Definition.Timing.Interval;
                if (now - view.Due > (patience > LeastPatience ? patience : LeastPatience)) return true;
            }

            return false;
        }
    }

    /// <summary>The monitor of that name as it stands; null when there is none.</summary>
    public MonitorView? Find(string name) => Volatile.Read(ref _byName).GetValueOrDefault(name)?.View;

    /// <summary>The silences that are in force, that for all monitors first.</summary>
    public IReadOnlyList<Silence> Silences => Volatile.Read(ref _silenceList);

    /// <summary>What people were told of a monitor; null when there is none of that name.</summary>
    public AlarmState? FindAlarm(string name) => Volatile.Read(ref _byName).GetValueOrDefault(name)?.Alarm;

    /// <summary>
    /// Watches these from now on, and no others. One whose definition is the same goes on undisturbed; one whose definition has changed keeps its counts
    /// and begins with a closed breaker.
    /// </summary>
    /// <param name="definitions">In the order of the manifest; names are unique.</param>
    /// <param name="remembered">What is known of monitors that this fleet has not watched yet, by name.</param>
    public Task ApplyAsync(IReadOnlyList<MonitorDefinition> definitions, IReadOnlyDictionary<string, MonitorState> remembered)
    {
        var done = NewSource<bool>();
        _actor.Post(new FleetMessage.Applied(definitions, remembered, done));
        return done.Task;
    }

    /// <summary>
    /// Probes one monitor, or all (null), as far as the breakers let them, and returns when their results are in. A probe that is under way or was begun
    /// within <see cref="Fresh"/> is shared. False when there is no such monitor, or too much is asked for at once.
    /// </summary>
    public Task<bool> TriggerAsync(string? name, CancellationToken cancel) => AskAsync<bool>(done => new FleetMessage.Triggered(name, done, cancel), false, cancel);

    /// <summary>Does what a person asks for; false when there is no such monitor.</summary>
    /// <param name="name">The monitor.</param>
    /// <param name="act">What to do.</param>
    /// <param name="by">Who asks, for the journal.</param>
    /// <param name="cancel">Gives up waiting.</param>
    public Task<bool> ActAsync(string name, MonitorAct act, string by, CancellationToken cancel) =>
        AskAsync<bool>(done => new FleetMessage.Acted(name, act, by, done), false, cancel);

    /// <summary>These windows are in force from now on, and no others.</summary>
    public void Maintain(MaintenanceWindows windows) => _actor.Post(new FleetMessage.Maintained(windows));

    /// <summary>Nobody is told of these monitors for a while; each silence takes the place of an earlier one of the same. One turn, whatever their number, and all of it or nothing.</summary>
    /// <param name="of">Of whom.</param>
    /// <param name="until">The silences end by themselves then.</param>
    /// <param name="reason">Why, for people.</param>
    /// <param name="by">Who asks.</param>
    /// <param name="cancel">Gives up waiting.</param>
    public Task<SilenceAnswer> SilenceAsync(SilenceScope of, DateTimeOffset until, string reason, string by, CancellationToken cancel) =>
        AskAsync<SilenceAnswer>(done => new FleetMessage.Silenced(of, until, reason, by, done), TooBusy, cancel);

    /// <summary>Ends silences before their time; where there is none it is as wanted. One of a monitor that is not watched any more can be ended, too.</summary>
    /// <param name="of">Of whom; that of all monitors is one of its own, beside those of single ones.</param>
    /// <param name="by">Who asks, for the journal.</param>
    /// <param name="cancel">Gives up waiting.</param>
    public Task<SilenceAnswer> UnsilenceAsync(SilenceScope of, string by, CancellationToken cancel) =>
        AskAsync<SilenceAnswer>(done => new FleetMessage.Unsilenced(of, by, done), TooBusy, cancel);

    /// <summary>A push monitor reports; false when there is no such one.</summary>
    public Task<bool> PushAsync(string name, ProbeResult result, CancellationToken cancel) => AskAsync<bool>(done => new FleetMessage.Pushed(name, result, done), false, cancel);

    /// <summary>Whether a call to the endpoint may go; null when its breaker keeps it away, or there is no such monitor.</summary>
    public Task<CallPermit?> AskForCallAsync(string name, CancellationToken cancel) => AskAsync<CallPermit?>(done => new FleetMessage.CallAsked(name, done), null, cancel);

    /// <summary>
    /// Lets a call go without asking anybody, while the breaker is closed; null when it is not, or there is no such monitor. The fleet hears only of
    /// what changes something: failures, and successes after which there are fewer failures to remember.
    /// </summary>
    public CallPermit? LetGoWhileClosed(string name)
    {
        if (Volatile.Read(ref _byName).GetValueOrDefault(name) is not { View.State.Breaker: { Phase: BreakerPhase.Closed } breaker } slot) return null;
        return new CallPermit(breaker.Epoch, (epoch, isSuccess) =>
        {
            var view = slot.View;
            var isNews = isSuccess is not null && (isSuccess is false || view.State.Breaker.Failures > 0 || view.Definition.Breaker.Ratio is not null);
            if (isNews) _actor.Post(new FleetMessage.CallEnded(slot, epoch, isSuccess));
        });
    }

    /// <summary>Probes nothing more, cancels what is under way and returns when it has ended.</summary>
    public async ValueTask DisposeAsync()
    {
        _actor.Post(new FleetMessage.Closing());
        await _closed.Task;
    }

    private async Task<T> AskAsync<T>(Func<TaskCompletionSource<T>, FleetMessage> message, T refused, CancellationToken cancel)
    {
        var answer = NewSource<T>();
        return _actor.TryPost(message(answer)) ? await answer.Task.WaitAsync(cancel) : refused;
    }

    private static TaskCompletionSource<T> NewSource<T>() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void Crash(Exception e)
    {
        _hasCrashed = true;
        _closed.TrySetResult();
        _parts.Crashed(e);
    }
}
