using Baton.Core;
using Baton.Core.Actors;
using Baton.Sqlite;

namespace Baton.Health.History.Store;

/// <summary>
/// The history of all monitors, over all daemons of a state directory, in <c>health.db</c>. Whoever tells it something is never kept waiting: it goes into memory, and
/// some seconds after the first change everything is saved in one transaction. A sudden death costs those seconds, a power cut perhaps some more, and neither spoils
/// the file. While nothing can be saved it goes on in memory.
/// </summary>
public sealed class HealthStore : IDisposable
{
    private const int MostQuestions = 256;

    private readonly Dictionary<string, RecordedMonitor> _monitors = new(StringComparer.Ordinal);
    private readonly Dictionary<string, byte[]> _states = new(StringComparer.Ordinal);
    private readonly HealthStoreOptions _options;
    private readonly TimeProvider _time;
    private readonly StoreLoop _loop;
    private readonly Actor<StoreRequest> _actor;
    private readonly ITimer _timer;
    private int _isArmed;
    private int _isLoadAsked;

    private HealthStore(HealthOpening opening, HealthDatabase? database, HealthStoreOptions options, TimeProvider time, ActorScheduler scheduler, Action<StoreNotice> tell, Action<Exception> crashed)
    {
        (_options, _time) = (options, time);
        foreach (var monitor in database?.Saved.Values ?? []) _states.Add(monitor.Name, monitor.State);
        _timer = time.CreateTimer(_ => Save(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _loop = new StoreLoop(opening, database, Monitors, options, time, Release, Arm, tell);
        // Its turns read and write the disk: it is the edge that does so for all others, and no more than one thread at a time.
        _actor = new Actor<StoreRequest>(scheduler, _loop.Handle, crashed, MostQuestions);
    }

    /// <summary>
    /// Opens the history, or begins one. One that is damaged or of a newer Baton is set aside; where none can be opened, that is told, it goes on in memory, and it
    /// is tried again.
    /// </summary>
    /// <param name="path">Absolute path of the file; its folder is there. One daemon at a time.</param>
    /// <param name="options">When and how much is saved.</param>
    /// <param name="time">The clocks.</param>
    /// <param name="scheduler">Where the disk is read and written.</param>
    /// <param name="tell">Told what people should know, on any thread.</param>
    /// <param name="crashed">Told of a bug; nothing is saved any more.</param>
    public static HealthStore Open(string path, HealthStoreOptions options, TimeProvider time, ActorScheduler scheduler, Action<StoreNotice> tell, Action<Exception> crashed)
    {
        var opening = new HealthOpening(path, time, tell);
        HealthDatabase? database = null;
        try
        {
            database = opening.Open();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or BatonException or SqliteException)
        {
            tell(StoreLoop.Trouble(e, options));
        }

        return new HealthStore(opening, database, options, time, scheduler, tell, crashed);
    }

    /// <summary>The history of a monitor that is watched from now on, or is already; it goes on with what is saved under its name.</summary>
    /// <param name="name">As <see cref="Names"/> allows it.</param>
    public RecordedMonitor Watch(string name)
    {
        RecordedMonitor? monitor;
        lock (_monitors)
        {
            if (_monitors.TryGetValue(name, out monitor))
            {
                monitor.IsWatched = true;
                return monitor;
            }

            monitor = new RecordedMonitor(name, _states.Remove(name, out var state) ? state : default(ReadOnlyMemory<byte>), this, _time);
            _monitors.Add(name, monitor);
        }

        if (Interlocked.Exchange(ref _isLoadAsked, 1) == 0) _actor.Post(new StoreRequest.Load(() => Volatile.Write(ref _isLoadAsked, 0)));
        return monitor;
    }

    /// <summary>A monitor is not in the manifest any more: its history stays for a while, then goes.</summary>
    public void Unwatch(string name)
    {
        lock (_monitors)
        {
            if (_monitors.TryGetValue(name, out var monitor)) monitor.IsWatched = false;
        }

        Changed();
    }

    /// <summary>Saves at once; completed when it was tried.</summary>
    public Task SaveAsync()
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _actor.Post(new StoreRequest.Save(done));
        return done.Task;
    }

    /// <summary>Saves for the last time, and closes the file.</summary>
    public Task CloseAsync()
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _actor.Post(new StoreRequest.Close(done));
        return done.Task;
    }

    /// <summary>Ends the timer; <see cref="CloseAsync"/> comes before.</summary>
    public void Dispose() => _timer.Dispose();

    /// <summary>Something is to be saved.</summary>
    internal void Changed()
    {
        if (Interlocked.Exchange(ref _isArmed, 1) == 0) _timer.Change(_options.SaveAfter, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Asks the owner of the database.</summary>
    internal Task<T> AskAsync<T>(Func<HealthDatabase?, T> read)
    {
        var question = new StoreQuestion<T>(read);
        if (!_actor.TryPost(new StoreRequest.Ask(question))) question.Refuse(new BatonException(ErrorCode.Busy, "cannot read the history of the monitors: too many ask at once; try again"));
        return question.Answered;
    }

    private IReadOnlyList<RecordedMonitor> Monitors()
    {
        lock (_monitors) return [.. _monitors.Values];
    }

    private void Release()
    {
        lock (_monitors)
        {
            foreach (var monitor in _monitors.Values.Where(monitor => !monitor.IsWatched && monitor.IsSaved).ToList())
            {
                _monitors.Remove(monitor.Name);
                _states[monitor.Name] = monitor.SavedState.ToArray();
            }
        }
    }

    private void Arm(TimeSpan after)
    {
        Volatile.Write(ref _isArmed, 1);
        _timer.Change(after, Timeout.InfiniteTimeSpan);
    }

    private void Save()
    {
        // Before what changed is taken: a change from here on asks for the next save.
        Volatile.Write(ref _isArmed, 0);
        _actor.Post(new StoreRequest.Save(Done: null));
    }
}
