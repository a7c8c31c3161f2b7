using Baton.Core;

namespace Baton.Health.History.Memory;

/// <summary>The incident that is open, and those that are not saved as they are now.</summary>
internal sealed class IncidentLog
{
    /// <summary>How many wait to be saved at most; the oldest are dropped then.</summary>
    public const int MostWaiting = 50;

    private readonly List<Entry> _waiting = [];
    private Entry? _open;

    /// <summary>The one that is open; null: none is.</summary>
    public Incident? Open => _open?.Incident;

    /// <summary>Those to be saved, the oldest first; each entry stays the same thing while it changes.</summary>
    public IReadOnlyList<Entry> Waiting => _waiting;

    /// <summary>It is down; nothing new when it was already.</summary>
    public void Down(DateTimeOffset at, string reason)
    {
        if (_open is not null) return;
        _open = new Entry(new Incident(0, at, null, Shortened.To(reason, Incident.MaxText).ToString(), null));
        Wait(_open);
    }

    /// <summary>It is up; nothing new when it was already.</summary>
    public void Up(DateTimeOffset at)
    {
        if (_open is not { } open) return;
        // A clock that went back must not make a negative span.
        open.Incident = open.Incident with { End = at < open.Incident.Begin ? open.Incident.Begin : at };
        _open = null;
        if (!_waiting.Contains(open)) Wait(open);
    }

    /// <summary>Goes on with the one that an earlier daemon left open; it ended when another one began meanwhile.</summary>
    public void Load(Incident open)
    {
        var entry = new Entry(open);
        if (_open is null)
        {
            _open = entry;
            return;
        }

        var end = _open.Incident.Begin;
        entry.Incident = open with { End = end < open.Begin ? open.Begin : end };
        _waiting.Insert(0, entry);
    }

    /// <summary>An entry is saved under a number, as it was then.</summary>
    public void Saved(Entry entry, Incident then, long number)
    {
        if (entry.Incident == then) _waiting.Remove(entry);
        entry.Incident = entry.Incident with { Number = number };
    }

    /// <summary>The database is a new one: what is open is saved again.</summary>
    public void ForgetNumbers()
    {
        foreach (var entry in _waiting) entry.Incident = entry.Incident with { Number = 0 };
        if (_open is null || _waiting.Contains(_open)) return;
        _open.Incident = _open.Incident with { Number = 0 };
        Wait(_open);
    }

    /// <summary>Writes a note on one of those that are here; false: it is not here.</summary>
    public bool Note(long number, string? note)
    {
        var entry = _waiting.Find(entry => entry.Incident.Number == number) ?? (_open?.Incident.Number == number ? _open : null);
        if (number == 0 || entry is null) return false;
        entry.Incident = entry.Incident with { Note = note };
        if (!_waiting.Contains(entry)) Wait(entry);
        return true;
    }

    /// <summary>Writes a note on the one that began then, which may have no number yet; false: it is not here.</summary>
    public bool Note(DateTimeOffset begin, string? note)
    {
        var entry = _open?.Incident.Begin == begin ? _open : _waiting.Find(entry => entry.Incident.Begin == begin);
        if (entry is null) return false;
        entry.Incident = entry.Incident with { Note = note };
        if (!_waiting.Contains(entry)) Wait(entry);
        return true;
    }

    private void Wait(Entry entry)
    {
        _waiting.Add(entry);
        if (_waiting.Count > MostWaiting) _waiting.RemoveAt(0);
    }

    /// <summary>An incident over its changes.</summary>
    internal sealed class Entry(Incident incident)
    {
        public Incident Incident { get; set; } = incident;
    }
}
