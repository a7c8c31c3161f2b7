using Baton.Sqlite;

namespace Baton.Health.History.Store;

/// <summary>The monitors that something is saved of: number, name, the machine's state, and since when one is not in the manifest any more.</summary>
internal sealed class MonitorTable(Database database) : IDisposable
{
    private readonly Statement _insert = database.Prepare("INSERT INTO monitor(name) VALUES (?1)");
    private readonly Statement _all = database.Prepare("SELECT id, name, state, removed FROM monitor");
    private readonly Statement _state = database.Prepare("UPDATE monitor SET state = ?2 WHERE id = ?1");
    private readonly Statement _removed = database.Prepare("UPDATE monitor SET removed = ?2 WHERE id = ?1");
    private readonly Statement _forget = database.Prepare("DELETE FROM monitor WHERE removed < ?1");

    public long Insert(string name)
    {
        _insert.Bind(1, name).Run();
        return database.LastInserted;
    }

    public void WriteState(long monitor, ReadOnlySpan<byte> state) => _state.Bind(1, monitor).BindBlob(2, state).Run();

    /// <summary>Since when it is not in the manifest any more, in milliseconds since 1970; null: it is.</summary>
    public void WriteRemoved(long monitor, long? at) => _removed.Bind(1, monitor).Bind(2, at).Run();

    public List<SavedMonitor> All()
    {
        var found = new List<SavedMonitor>();
        while (_all.Step()) found.Add(new SavedMonitor(_all.GetInt64(0), _all.GetString(1), _all.GetBlob(2).ToArray(), _all.GetNullableInt64(3)));
        return found;
    }

    /// <summary>Forgets those that were removed before an instant.</summary>
    public void Forget(long removedBefore) => _forget.Bind(1, removedBefore).Run();

    public void Dispose()
    {
        foreach (var statement in (ReadOnlySpan<Statement>)[_insert, _all, _state, _removed, _forget]) statement.Dispose();
    }
}

/// <summary>A monitor as it is saved.</summary>
/// <param name="Id">Its number in keys.</param>
/// <param name="Name">Its name.</param>
/// <param name="State">What its machine has saved; empty: nothing.</param>
/// <param name="Removed">Since when it is not in the manifest any more, in milliseconds since 1970; null: it is.</param>
internal sealed record SavedMonitor(long Id, string Name, byte[] State, long? Removed);
