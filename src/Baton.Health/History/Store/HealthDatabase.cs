using Baton.Health.History.Buckets;
using Baton.Health.History.Memory;
using Baton.Health.History.Series;
using Baton.Sqlite;

namespace Baton.Health.History.Store;

/// <summary>The open <c>health.db</c>: what is written with one transaction, and what is read on demand. One thread at a time.</summary>
internal sealed class HealthDatabase : IDisposable
{
    private readonly Database _database;
    private readonly MonitorTable _monitors;
    private readonly ResultTable _results;
    private readonly IncidentTable _incidents;
    private readonly BucketTable[] _levels;
    private readonly Dictionary<string, SavedMonitor> _saved;

    public HealthDatabase(Database database)
    {
        _database = database;
        (_monitors, _results, _incidents) = (new MonitorTable(database), new ResultTable(database), new IncidentTable(database));
        _levels = [.. BucketLevel.All.Select(level => new BucketTable(database, level))];
        _saved = _monitors.All().ToDictionary(monitor => monitor.Name, StringComparer.Ordinal);
    }

    /// <summary>The monitors that something is saved of.</summary>
    public IReadOnlyDictionary<string, SavedMonitor> Saved => _saved;

    /// <summary>How many buckets were met that cannot be read, and count for nothing.</summary>
    public int Damaged => _levels.Sum(table => table.Damaged);

    /// <summary>Bytes of the file that hold something.</summary>
    public long UsedBytes => _database.UsedBytes;

    /// <summary>Writes what is unsaved of some monitors, all or nothing; for each, the rows of its results and the numbers of its incidents.</summary>
    public List<(List<long> Rows, List<long> Numbers)> Write(List<(string Name, Unsaved Unsaved)> batch)
    {
        var written = new List<(List<long>, List<long>)>();
        var added = new List<SavedMonitor>();
        using var transaction = _database.Begin();
        foreach (var (name, unsaved) in batch)
        {
            if (!_saved.TryGetValue(name, out var monitor)) added.Add(monitor = new SavedMonitor(_monitors.Insert(name), name, [], null));
            written.Add(Write(monitor.Id, unsaved));
        }

        transaction.Commit();
        foreach (var monitor in added) _saved.Add(monitor.Name, monitor);
        return written;
    }

    /// <summary>The newest single results of some monitors, by name.</summary>
    public Dictionary<string, List<(long Row, SingleResult Result)>> ReadResults(IEnumerable<string> names)
    {
        var ids = names.Where(_saved.ContainsKey).ToDictionary(name => _saved[name].Id);
        return _results.ReadOf([.. ids.Keys]).ToDictionary(pair => ids[pair.Key], pair => pair.Value, StringComparer.Ordinal);
    }

    /// <summary>The counts of a monitor in the buckets of a level that overlap a span.</summary>
    public List<(DateTimeOffset At, Uptime Counts)> ReadCounts(string name, BucketLevel level, DateTimeOffset from, DateTimeOffset to)
    {
        var table = Table(level);
        var found = new List<(DateTimeOffset, Uptime)>();
        if (!_saved.TryGetValue(name, out var monitor) || table.Span() is not { } span) return found;
        for (var index = Math.Max(level.IndexOf(from), span.Oldest); index <= Math.Min(level.IndexOf(to), span.Newest); index++)
        {
            if (table.ReadCounts(index, monitor.Id) is { Probes: > 0 } counts) found.Add((level.BeginOf(index), counts));
        }

        return found;
    }

    /// <summary>The buckets of a monitor that a plan asks for.</summary>
    public IEnumerable<(long Index, ResultBucket Bucket)> ReadBuckets(string name, SeriesPlan plan, DateTimeOffset now)
    {
        var table = Table(plan.Level);
        if (!_saved.TryGetValue(name, out var monitor) || table.Span() is not { } span) yield break;
        var (first, last) = plan.Reads(now);
        for (var index = Math.Max(first, span.Oldest); index <= Math.Min(last, span.Newest); index++)
        {
            if (table.Read(index, monitor.Id) is { } bucket) yield return (index, bucket);
        }
    }

    /// <summary>The newest incidents of a monitor, the newest first.</summary>
    public List<Incident> Incidents(string name, int limit) => _saved.TryGetValue(name, out var monitor) ? _incidents.Newest(monitor.Id, limit) : [];

    /// <summary>The incident of a monitor that is open; null: none is.</summary>
    public Incident? OpenIncident(string name) => _saved.TryGetValue(name, out var monitor) ? _incidents.Open(monitor.Id) : null;

    /// <summary>Writes a note on an incident; false: there is none.</summary>
    public bool Note(string name, long number, string? note) => _saved.TryGetValue(name, out var monitor) && _incidents.Note(monitor.Id, number, note);

    /// <summary>Deletes the buckets that are older than they are kept.</summary>
    public void Prune(DateTimeOffset now)
    {
        foreach (var table in _levels) table.Prune(table.Level.IndexOf(now - table.Level.Kept));
    }

    /// <summary>Deletes the older half of the finest buckets that reach over more than an hour's worth of them.</summary>
    public void Shorten()
    {
        foreach (var table in _levels)
        {
            if (table.Span() is not { } span || span.Newest - span.Oldest < 60) continue;
            table.Prune(span.Oldest + ((span.Newest - span.Oldest + 1) / 2));
            return;
        }
    }

    /// <summary>Notes which monitors are in the manifest and which are not any more; those that were not for long enough are forgotten, with all of theirs.</summary>
    public void NoteRemoved(IReadOnlySet<string> present, DateTimeOffset now, TimeSpan kept)
    {
        var at = now.ToUnixTimeMilliseconds();
        var before = at - (long)kept.TotalMilliseconds;
        var noted = _saved.Values.Select(monitor => monitor with { Removed = present.Contains(monitor.Name) ? (long?)null : monitor.Removed ?? at }).ToList();
        using var transaction = _database.Begin();
        foreach (var monitor in noted.Where(monitor => monitor.Removed != _saved[monitor.Name].Removed)) _monitors.WriteRemoved(monitor.Id, monitor.Removed);
        // It looks at every bucket there is.
        if (noted.Exists(monitor => monitor.Removed < before)) Forget(before);
        transaction.Commit();
        foreach (var monitor in noted)
        {
            if (monitor.Removed < before) _saved.Remove(monitor.Name);
            else _saved[monitor.Name] = monitor;
        }
    }

    public void Dispose()
    {
        foreach (var table in (ReadOnlySpan<IDisposable>)[_monitors, _results, _incidents, .. _levels]) table.Dispose();
        _database.Dispose();
    }

    private BucketTable Table(BucketLevel level) => _levels.First(table => table.Level == level);

    private (List<long> Rows, List<long> Numbers) Write(long monitor, Unsaved unsaved)
    {
        foreach (var table in _levels)
        {
            foreach (var (minute, bucket) in unsaved.Buckets) table.Merge(table.Level.OfMinute(minute), monitor, bucket);
        }

        foreach (var row in unsaved.GoneRows) _results.Delete(row);
        if (unsaved.State is not null) _monitors.WriteState(monitor, unsaved.State);
        return ([.. unsaved.Results.Select(pair => _results.Insert(monitor, pair.Result))], [.. unsaved.Incidents.Select(pair => _incidents.Write(monitor, pair.Then))]);
    }

    private void Forget(long removedBefore)
    {
        foreach (var table in _levels) table.Remove(removedBefore);
        _results.Remove(removedBefore);
        _incidents.Remove(removedBefore);
        _monitors.Forget(removedBefore);
    }
}
