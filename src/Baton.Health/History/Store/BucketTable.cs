using Baton.Health.History.Buckets;
using Baton.Sqlite;

namespace Baton.Health.History.Store;

/// <summary>The buckets of one level, of all monitors: by time, then by monitor.</summary>
internal sealed class BucketTable : IDisposable
{
    /// <summary>Bits of a key that are the monitor.</summary>
    private const int MonitorBits = 24;

    private const long MonitorMask = (1L << MonitorBits) - 1;

    private readonly Statement _read;
    private readonly Statement _write;
    private readonly Statement _prune;
    private readonly Statement _oldest;
    private readonly Statement _remove;
    private readonly byte[] _buffer = new byte[ResultBucket.MostBytes];

    public BucketTable(Database database, BucketLevel level)
    {
        Level = level;
        _read = database.Prepare($"SELECT data FROM {level.Table} WHERE key = ?1");
        _write = database.Prepare($"INSERT OR REPLACE INTO {level.Table} VALUES (?1, ?2)");
        _prune = database.Prepare($"DELETE FROM {level.Table} WHERE key < ?1");
        _oldest = database.Prepare($"SELECT min(key), max(key) FROM {level.Table}");
        _remove = database.Prepare($"DELETE FROM {level.Table} WHERE (key & {MonitorMask}) IN (SELECT id FROM monitor WHERE removed < ?1)");
    }

    public BucketLevel Level { get; }

    /// <summary>How many rows were no buckets, and counted for nothing.</summary>
    public int Damaged { get; private set; }

    /// <summary>What is saved of a monitor in a bucket; null: nothing.</summary>
    public ResultBucket? Read(long index, long monitor)
    {
        if (!_read.Bind(1, Key(index, monitor)).Step()) return null;
        var bucket = ResultBucket.Read(_read.GetBlob(0));
        _read.Reset();
        if (bucket is null) Damaged++;
        return bucket;
    }

    /// <summary>The counts alone, which is quicker.</summary>
    public Uptime ReadCounts(long index, long monitor)
    {
        if (!_read.Bind(1, Key(index, monitor)).Step()) return default;
        var data = _read.GetBlob(0);
        var isRead = ResultBucket.TryReadCounts(ref data, out var successes, out var failures);
        _read.Reset();
        return isRead ? new Uptime(successes, failures) : default;
    }

    /// <summary>Adds to what is saved.</summary>
    public void Merge(long index, long monitor, ResultBucket more)
    {
        var sum = more;
        if (Read(index, monitor) is { } saved)
        {
            saved.Merge(more);
            sum = saved;
        }

        _write.Bind(1, Key(index, monitor)).BindBlob(2, _buffer.AsSpan(0, sum.Write(_buffer))).Run();
    }

    /// <summary>Deletes what begins before a bucket.</summary>
    public void Prune(long before) => _prune.Bind(1, Key(before, 0)).Run();

    /// <summary>The oldest and the newest bucket; null: there is none.</summary>
    public (long Oldest, long Newest)? Span()
    {
        _ = _oldest.Step();
        (long, long)? span = _oldest.IsNull(0) ? null : (_oldest.GetInt64(0) >> MonitorBits, _oldest.GetInt64(1) >> MonitorBits);
        _oldest.Reset();
        return span;
    }

    /// <summary>Deletes all of the monitors that were removed before an instant; it looks at every row.</summary>
    public void Remove(long removedBefore) => _remove.Bind(1, removedBefore).Run();

    public void Dispose()
    {
        foreach (var statement in (ReadOnlySpan<Statement>)[_read, _write, _prune, _oldest, _remove]) statement.Dispose();
    }

    private static long Key(long index, long monitor) => monitor is > 0 and <= MonitorMask or 0 ? (index << MonitorBits) | monitor : throw new ArgumentOutOfRangeException(nameof(monitor));
}
