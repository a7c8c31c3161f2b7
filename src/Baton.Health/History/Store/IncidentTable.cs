using Baton.Sqlite;

namespace Baton.Health.History.Store;

/// <summary>The incidents of all monitors.</summary>
internal sealed class IncidentTable(Database database) : IDisposable
{
    private readonly Statement _last = database.Prepare("SELECT max(number) FROM incident WHERE monitor = ?1");
    private readonly Statement _write = database.Prepare("""
        INSERT INTO incident(monitor, number, began, ended, reason, note) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
        ON CONFLICT(monitor, number) DO UPDATE SET ended = excluded.ended, note = excluded.note
        """);

    private readonly Statement _prune = database.Prepare("DELETE FROM incident WHERE monitor = ?1 AND number <= ?2");
    private readonly Statement _newest = database.Prepare("SELECT number, began, ended, reason, note FROM incident WHERE monitor = ?1 ORDER BY number DESC LIMIT ?2");
    private readonly Statement _open = database.Prepare("SELECT number, began, ended, reason, note FROM incident WHERE monitor = ?1 AND ended IS NULL ORDER BY number DESC LIMIT 1");
    private readonly Statement _note = database.Prepare("UPDATE incident SET note = ?3 WHERE monitor = ?1 AND number = ?2");
    private readonly Statement _remove = database.Prepare("DELETE FROM incident WHERE monitor IN (SELECT id FROM monitor WHERE removed < ?1)");

    /// <summary>Saves one, a new one under the next number; its number. Too old ones go.</summary>
    public long Write(long monitor, Incident incident)
    {
        var number = incident.Number;
        if (number == 0)
        {
            _ = _last.Bind(1, monitor).Step();
            number = _last.GetInt64(0) + 1;
            _last.Reset();
            _prune.Bind(1, monitor).Bind(2, number - Incident.MostKept).Run();
        }

        _write.Bind(1, monitor).Bind(2, number).Bind(3, incident.Begin.ToUnixTimeMilliseconds()).Bind(4, incident.End?.ToUnixTimeMilliseconds());
        _write.Bind(5, incident.Reason).Bind(6, incident.Note).Run();
        return number;
    }

    /// <summary>The newest first.</summary>
    public List<Incident> Newest(long monitor, int limit)
    {
        var found = new List<Incident>();
        _newest.Bind(1, monitor).Bind(2, limit);
        while (_newest.Step()) found.Add(Present(_newest));
        return found;
    }

    /// <summary>The one that is open; null: none is.</summary>
    public Incident? Open(long monitor)
    {
        if (!_open.Bind(1, monitor).Step()) return null;
        var found = Present(_open);
        _open.Reset();
        return found;
    }

    /// <summary>Writes a note; false: there is no such incident.</summary>
    public bool Note(long monitor, long number, string? note)
    {
        _note.Bind(1, monitor).Bind(2, number).Bind(3, note).Run();
        return database.Changes > 0;
    }

    public void Remove(long removedBefore) => _remove.Bind(1, removedBefore).Run();

    public void Dispose()
    {
        foreach (var statement in (ReadOnlySpan<Statement>)[_last, _write, _prune, _newest, _open, _note, _remove]) statement.Dispose();
    }

    private static Incident Present(Statement row) => new(
        row.GetInt64(0), DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(1)),
        row.GetNullableInt64(2) is { } ended ? DateTimeOffset.FromUnixTimeMilliseconds(ended) : null, row.GetString(3), row.IsNull(4) ? null : row.GetString(4));
}
