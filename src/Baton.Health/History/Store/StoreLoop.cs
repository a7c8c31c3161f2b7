using System.Globalization;
using Baton.Core;
using Baton.Health.History.Memory;
using Baton.Sqlite;

namespace Baton.Health.History.Store;

/// <summary>
/// The owner of <c>health.db</c>: the only one that reads and writes it, one request at a time. What the disk does not take stays in memory and is tried again; a
/// file that turns out to be damaged is set aside.
/// </summary>
/// <param name="opening">Opens the file.</param>
/// <param name="database">The file, open; null: it could not be opened.</param>
/// <param name="monitors">The monitors that are watched; asked on each save.</param>
/// <param name="options">When and how much.</param>
/// <param name="time">The clocks.</param>
/// <param name="release">Lets those go that are not watched any more and have nothing to be saved.</param>
/// <param name="saveAgain">Asks for another save after a while.</param>
/// <param name="tell">Told what people should know.</param>
internal sealed class StoreLoop(
    HealthOpening opening, HealthDatabase? database, Func<IReadOnlyList<RecordedMonitor>> monitors, HealthStoreOptions options, TimeProvider time, Action release,
    Action<TimeSpan> saveAgain, Action<StoreNotice> tell) : IDisposable
{
    private static readonly TimeSpan PruneEvery = TimeSpan.FromMinutes(1), NoteRemovedEvery = TimeSpan.FromHours(1);

    private readonly ClockTrust _clock = new(time);
    private readonly IntervalGate _prune = new(time, PruneEvery);
    private readonly IntervalGate _noteRemoved = new(time, NoteRemovedEvery);
    private HealthDatabase? _database = database;
    private bool _isInTrouble = database is null;
    private bool _isClosed;
    private int _damaged;

    /// <summary>Handles one request.</summary>
    public void Handle(StoreRequest request)
    {
        switch (request)
        {
            case StoreRequest.Load load:
                load.Begun();
                Attempt(LoadAll);
                break;
            case StoreRequest.Save save:
                Save();
                save.Done?.TrySetResult();
                break;
            case StoreRequest.Ask ask: Answer(ask.Question); break;
            case StoreRequest.Close close:
                Save();
                _isClosed = true;
                Dispose();
                close.Done.TrySetResult();
                break;
        }
    }

    public void Dispose()
    {
        _database?.Dispose();
        _database = null;
    }

    private void Save()
    {
        if (_isClosed) return;
        var isDone = Attempt(open =>
        {
            LoadAll(open);
            Write(open);
            Prune(open);
            TellDamage(open);
            release();
        });
        if (!isDone) saveAgain(options.RetryAfter);
        else if (_isInTrouble)
        {
            _isInTrouble = false;
            tell(new StoreNotice(StoreNoticeKind.Recovered, "the history of the monitors is saved again"));
        }
    }

    private void Answer(StoreQuestion question)
    {
        if (_isClosed) question.Refuse(new BatonException(ErrorCode.ShuttingDown, "cannot read the history of the monitors: Baton is stopping"));
        else if (_database is null) question.Answer(null);
        else if (!Attempt(question.Answer)) question.Refuse(new BatonException(ErrorCode.Unavailable, $"cannot read the history of the monitors \"{opening.Path}\": see the events"));
    }

    /// <summary>Does something with the file, opened where needed; false: it cannot be done now. After damage it is done with a new file.</summary>
    private bool Attempt(Action<HealthDatabase> act)
    {
        try
        {
            try
            {
                act(_database ??= opening.Open());
            }
            catch (SqliteException e) when (e.Failure == SqliteFailure.Corrupt)
            {
                BeginAnew(HealthOpening.Reason(e));
                act(_database!);
            }

            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or BatonException or SqliteException { MayPass: true })
        {
            if (!_isInTrouble) tell(Trouble(e, options));
            _isInTrouble = true;
            return false;
        }
    }

    /// <summary>What is told where nothing can be saved.</summary>
    public static StoreNotice Trouble(Exception reason, HealthStoreOptions options) => new(StoreNoticeKind.Trouble, string.Create(
        CultureInfo.InvariantCulture, $"cannot save the history of the monitors: {reason.Message}; it goes on in memory and is tried again every {options.RetryAfter.TotalSeconds:0} s"));

    private void BeginAnew(string why)
    {
        Dispose();
        opening.SetAside(why);
        foreach (var monitor in monitors()) monitor.ForgetSaved();
        _database = opening.Open();
    }

    /// <summary>Gives the monitors that wait for it what is saved of them.</summary>
    private void LoadAll(HealthDatabase open)
    {
        var waiting = monitors().Where(monitor => !monitor.IsLoaded).ToList();
        if (waiting.Count == 0) return;
        var now = time.GetUtcNow();
        var results = open.ReadResults(waiting.Select(monitor => monitor.Name));
        foreach (var monitor in waiting)
        {
            var hours = open.ReadCounts(monitor.Name, Buckets.BucketLevel.Hour, now - UptimeCounts.HoursBack, now);
            var minutes = open.ReadCounts(monitor.Name, Buckets.BucketLevel.Minute, now - UptimeCounts.MinutesBack, now);
            var incident = open.OpenIncident(monitor.Name);
            monitor.Use(history =>
            {
                foreach (var (at, counts) in hours) history.Counts.LoadHour(at, counts.Successes, counts.Failures);
                foreach (var (at, counts) in minutes) history.Counts.LoadMinute(at, counts.Successes, counts.Failures);
                history.Recent.Load(results.GetValueOrDefault(monitor.Name, []));
                if (incident is not null) history.Incidents.Load(incident);
            });
            monitor.IsLoaded = true;
        }
    }

    private void Write(HealthDatabase open)
    {
        var batch = new List<(RecordedMonitor Monitor, Unsaved Unsaved)>();
        foreach (var monitor in monitors())
        {
            if (monitor.Use(history => history.Take()) is { } unsaved) batch.Add((monitor, unsaved));
        }

        if (batch.Count == 0) return;
        try
        {
            var written = open.Write(batch.ConvertAll(pair => (pair.Monitor.Name, pair.Unsaved)));
            for (var i = 0; i < batch.Count; i++)
            {
                var (unsaved, (rows, numbers)) = (batch[i].Unsaved, written[i]);
                batch[i].Monitor.Use(history => history.Saved(unsaved, rows, numbers));
            }
        }
        catch (SqliteException)
        {
            foreach (var (monitor, unsaved) in batch) monitor.Use(history => history.GiveBack(unsaved));
            throw;
        }
    }

    private void TellDamage(HealthDatabase open)
    {
        if (open.Damaged > _damaged) tell(new StoreNotice(StoreNoticeKind.Damaged, "a part of the history of the monitors cannot be read and counts for nothing: the disk may be failing"));
        _damaged = open.Damaged;
    }

    private void Prune(HealthDatabase open)
    {
        if (!_clock.IsTrusted()) return;
        var now = time.GetUtcNow();
        if (_prune.IsDue())
        {
            open.Prune(now);
            Shorten(open);
        }

        if (_noteRemoved.IsDue()) open.NoteRemoved(monitors().Where(monitor => monitor.IsWatched).Select(monitor => monitor.Name).ToHashSet(StringComparer.Ordinal), now, options.RemovedKept);
    }

    private void Shorten(HealthDatabase open)
    {
        var limit = 1_000_000 + (options.BytesPerMonitor * open.Saved.Count);
        if (open.UsedBytes <= limit) return;
        open.Shorten();
        tell(new StoreNotice(StoreNoticeKind.Shortened, string.Create(
            CultureInfo.InvariantCulture, $"the history of the monitors was over {limit / 1_000_000} MB: the oldest of its finest part was deleted early")));
    }
}
