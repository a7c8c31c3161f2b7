using Baton.Health.History.Buckets;

namespace Baton.Health.History.Memory;

/// <summary>
/// What is kept of a monitor in memory: counts for its uptime, the newest single results, the incident that is open, and what is not saved yet. All older
/// buckets and incidents are in the database alone. Bounded: 5 to 9 kB, under 15; it knows no clock and does no I/O. One thread at a time.
/// </summary>
internal sealed class MonitorHistory
{
    private readonly PendingBuckets _pending = new();
    private byte[]? _state;

    public UptimeCounts Counts { get; } = new();

    public RecentResults Recent { get; } = new();

    public IncidentLog Incidents { get; } = new();

    /// <summary>Counts that are not saved yet.</summary>
    public IReadOnlyList<(long Minute, ResultBucket Bucket)> Pending => _pending.All;

    public void Add(in SingleResult result)
    {
        _pending.Add(result);
        Counts.Add(result);
        Recent.Add(result);
    }

    /// <summary>Nothing waits to be saved.</summary>
    public bool IsSaved => _state is null && _pending.All.Count == 0 && Recent.Gone.Count == 0 && Incidents.Waiting.Count == 0 && !Recent.Unsaved.Any();

    /// <summary>The machine's state, to be saved. It belongs to this from now on, and is never changed.</summary>
    public void SetState(byte[] state) => _state = state;

    /// <summary>Takes what is to be saved; null when that is nothing. <see cref="Saved"/> or <see cref="GiveBack"/> follows.</summary>
    public Unsaved? Take()
    {
        if (IsSaved) return null;
        return new Unsaved(_pending.Take(), [.. Recent.Unsaved], [.. Recent.Gone], [.. Incidents.Waiting.Select(entry => (entry, entry.Incident))], _state);
    }

    /// <summary>What was taken is in the database.</summary>
    /// <param name="unsaved">What was taken.</param>
    /// <param name="rows">The row of each single result.</param>
    /// <param name="numbers">The number of each incident.</param>
    public void Saved(Unsaved unsaved, List<long> rows, List<long> numbers)
    {
        Recent.Deleted(unsaved.GoneRows.Length);
        for (var i = 0; i < rows.Count; i++) Recent.Saved(unsaved.Results[i].Number, rows[i]);
        for (var i = 0; i < numbers.Count; i++) Incidents.Saved(unsaved.Incidents[i].Entry, unsaved.Incidents[i].Then, numbers[i]);
        if (ReferenceEquals(_state, unsaved.State)) _state = null;
    }

    /// <summary>What was taken could not be saved. Only the counts have left their place.</summary>
    public void GiveBack(Unsaved unsaved) => _pending.GiveBack(unsaved.Buckets);

    /// <summary>The database is a new one: all that is here is to be saved again, but for the counts that the old one had.</summary>
    public void ForgetSaved()
    {
        Recent.ForgetRows();
        Incidents.ForgetNumbers();
    }
}
