using Baton.Health.History.Memory;
using Baton.Health.History.Series;
using Baton.Health.History.Store;

namespace Baton.Health.History;

/// <summary>
/// The history of one monitor: what is told to it is in memory at once and on disk some seconds later. For any thread; only what ends in <c>Async</c> reads the
/// disk.
/// </summary>
public sealed class RecordedMonitor
{
    /// <summary>Most bytes of a machine's state.</summary>
    public const int MaxState = 4096;

    private readonly HealthStore _store;
    private readonly TimeProvider _time;
    private readonly Lock _gate = new();
    private readonly MonitorHistory _history = new();

    internal RecordedMonitor(string name, ReadOnlyMemory<byte> savedState, HealthStore store, TimeProvider time) =>
        (Name, SavedState, _store, _time) = (name, savedState, store, time);

    /// <summary>The monitor's name.</summary>
    public string Name { get; }

    /// <summary>What its machine saved last; empty when nothing is known of it.</summary>
    public ReadOnlyMemory<byte> SavedState { get; private set; }

    /// <summary>The newest single results, at most 60, the oldest first. Those of earlier daemons are there a moment after the start.</summary>
    public IReadOnlyList<SingleResult> Recent => Use(history => history.Recent.All.ToList());

    /// <summary>The incident that is open; null: none is.</summary>
    public Incident? OpenIncident => Use(history => history.Incidents.Open);

    /// <summary>It has got what is saved of it; of the owner of the database.</summary>
    internal bool IsLoaded { get; set; }

    /// <summary>It is in the manifest.</summary>
    internal bool IsWatched { get; set; } = true;

    /// <summary>All of it is on disk.</summary>
    internal bool IsSaved => IsLoaded && Use(history => history.IsSaved);

    /// <summary>Counts a probe that was made.</summary>
    public void Add(SingleResult result) => Change(history => history.Add(result));

    /// <summary>Replaces the state of its machine, of which nothing is known here; at most <see cref="MaxState"/> bytes.</summary>
    public void SaveState(ReadOnlySpan<byte> state)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(state.Length, MaxState);
        var kept = state.ToArray();
        Change(history => history.SetState(kept));
        SavedState = kept;
    }

    /// <summary>It is down: an incident begins, unless one is open.</summary>
    /// <param name="at">Since when.</param>
    /// <param name="reason">Why, for people.</param>
    public void Down(DateTimeOffset at, string reason) => Change(history => history.Incidents.Down(at, reason));

    /// <summary>It is up: the incident that is open ends. May be said again and again.</summary>
    public void Up(DateTimeOffset at)
    {
        if (OpenIncident is not null) Change(history => history.Incidents.Up(at));
    }

    /// <summary>How much of the time, counted in probes, it was well. Those of earlier daemons count a moment after the start.</summary>
    public Uptime Uptime(UptimeSpan span) => Use(history => history.Counts.Of(span, _time.GetUtcNow()));

    /// <summary>What came of its probes in a span, for a chart.</summary>
    /// <exception cref="Core.BatonException">The disk cannot be read, or too many ask.</exception>
    public Task<MonitorSeries> SeriesAsync(SeriesPlan plan) => _store.AskAsync(database =>
    {
        var pending = Use(history => history.Pending.Select(pair => (plan.Level.OfMinute(pair.Minute), pair.Bucket.Copy())).ToList());
        return plan.Draw((database?.ReadBuckets(Name, plan, _time.GetUtcNow()) ?? []).Concat(pending));
    });

    /// <summary>Its incidents, the newest first.</summary>
    /// <param name="limit">How many at most; <see cref="Incident.MostKept"/> are kept.</param>
    /// <exception cref="Core.BatonException">The disk cannot be read, or too many ask.</exception>
    public Task<IReadOnlyList<Incident>> IncidentsAsync(int limit) => _store.AskAsync<IReadOnlyList<Incident>>(database =>
    {
        var mine = Use(history => history.Incidents.Waiting.Select(entry => entry.Incident).Reverse().ToList());
        var saved = database?.Incidents(Name, limit) ?? [];
        return [.. mine.Where(incident => incident.Number == 0).Concat(saved.Select(incident => mine.Find(m => m.Number == incident.Number) ?? incident)).Take(limit)];
    });

    /// <summary>Writes a person's note on an incident; false: there is none of that number.</summary>
    /// <param name="number">Of the incident; one gets its number when it is saved.</param>
    /// <param name="note">At most <see cref="Incident.MaxText"/> characters are kept; null takes it away.</param>
    /// <exception cref="Core.BatonException">The disk cannot be written, or too many ask.</exception>
    public async Task<bool> NoteAsync(long number, string? note)
    {
        var kept = note is null ? null : Core.Shortened.To(note, Incident.MaxText).ToString();
        if (!Use(history => history.Incidents.Note(number, kept))) return await _store.AskAsync(database => database?.Note(Name, number, kept) ?? false);
        _store.Changed();
        return true;
    }

    /// <summary>Writes a person's note on the newest incident, also on one that is not saved yet.</summary>
    /// <param name="note">At most <see cref="Incident.MaxText"/> characters are kept; null takes it away.</param>
    /// <returns>The incident with the note; null: there was none.</returns>
    /// <exception cref="Core.BatonException">The disk cannot be written, or too many ask.</exception>
    public async Task<Incident?> NoteNewestAsync(string? note)
    {
        if (await IncidentsAsync(1) is not [var newest, ..]) return null;
        var kept = note is null ? null : Core.Shortened.To(note, Incident.MaxText).ToString();
        if (Use(history => history.Incidents.Note(newest.Begin, kept))) _store.Changed();
        else if (newest.Number == 0 || !await NoteAsync(newest.Number, kept)) return null;
        return newest with { Note = kept };
    }

    /// <summary>Does something with the history while nobody else does; short, and without I/O.</summary>
    internal T Use<T>(Func<MonitorHistory, T> act)
    {
        lock (_gate) return act(_history);
    }

    /// <summary>The same, without a value.</summary>
    internal void Use(Action<MonitorHistory> act)
    {
        lock (_gate) act(_history);
    }

    /// <summary>The database is a new one.</summary>
    internal void ForgetSaved() => Use(history =>
    {
        history.ForgetSaved();
        if (!SavedState.IsEmpty) history.SetState(SavedState.ToArray());
    });

    private void Change(Action<MonitorHistory> act)
    {
        Use(act);
        _store.Changed();
    }
}
