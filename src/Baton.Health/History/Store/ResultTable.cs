using Baton.Sqlite;

namespace Baton.Health.History.Store;

/// <summary>The newest single results of all monitors, in the order in which they were saved.</summary>
internal sealed class ResultTable(Database database) : IDisposable
{
    private const int SuccessBit = 16;

    private readonly Statement _insert = database.Prepare("INSERT INTO result(monitor, at, took, outcome, text) VALUES (?1, ?2, ?3, ?4, ?5)");
    private readonly Statement _delete = database.Prepare("DELETE FROM result WHERE row = ?1");
    private readonly Statement _all = database.Prepare("SELECT row, monitor, at, took, outcome, text FROM result ORDER BY row");
    private readonly Statement _remove = database.Prepare("DELETE FROM result WHERE monitor IN (SELECT id FROM monitor WHERE removed < ?1)");

    /// <summary>Saves one; the row that holds it.</summary>
    public long Insert(long monitor, in SingleResult result)
    {
        _insert.Bind(1, monitor).Bind(2, result.At.ToUnixTimeMilliseconds()).Bind(3, result.Took.Ticks / TimeSpan.TicksPerMicrosecond);
        _insert.Bind(4, (result.IsSuccess ? SuccessBit : 0) | result.State).Bind(5, result.Text).Run();
        return database.LastInserted;
    }

    public void Delete(long row) => _delete.Bind(1, row).Run();

    /// <summary>Those of some monitors, each its own in the order in which they came.</summary>
    public Dictionary<long, List<(long Row, SingleResult Result)>> ReadOf(HashSet<long> monitors)
    {
        var found = new Dictionary<long, List<(long, SingleResult)>>();
        while (_all.Step())
        {
            var monitor = _all.GetInt64(1);
            if (!monitors.Contains(monitor)) continue;
            if (!found.TryGetValue(monitor, out var list)) found[monitor] = list = [];
            list.Add((_all.GetInt64(0), Present()));
        }

        return found;
    }

    public void Remove(long removedBefore) => _remove.Bind(1, removedBefore).Run();

    public void Dispose()
    {
        foreach (var statement in (ReadOnlySpan<Statement>)[_insert, _delete, _all, _remove]) statement.Dispose();
    }

    private SingleResult Present()
    {
        var outcome = _all.GetInt64(4);
        return new SingleResult(
            DateTimeOffset.FromUnixTimeMilliseconds(_all.GetInt64(2)), (outcome & SuccessBit) != 0, TimeSpan.FromMicroseconds(_all.GetInt64(3)),
            (byte)(outcome & SingleResult.BestState), _all.IsNull(5) ? null : _all.GetString(5));
    }
}
