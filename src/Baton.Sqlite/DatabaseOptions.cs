namespace Baton.Sqlite;

/// <summary>How a database is opened.</summary>
public sealed record DatabaseOptions
{
    /// <summary>What holds where nobody says otherwise.</summary>
    public static DatabaseOptions Default { get; } = new();

    /// <summary>What a commit survives. Default <see cref="Durability.Normal"/>.</summary>
    public Durability Durability { get; init; }

    /// <summary>Only reads, and the file must be there. Default false.</summary>
    public bool IsReadOnly { get; init; }

    /// <summary>
    /// No other connection, of this or any process, may use the file while it is open: then nobody's long reading lets the log of changes grow without
    /// end, and no file of shared memory is needed. Default false.
    /// </summary>
    public bool IsExclusive { get; init; }

    /// <summary>How long to wait for the lock of another connection before it is an error. Default 5 s; 0 does not wait; at most 1 h.</summary>
    public TimeSpan BusyTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Memory for pages of the file. Default 2 MB; at least 64 kB.</summary>
    public int CacheBytes { get; init; } = 2_000_000;

    /// <summary>
    /// What the log of changes (<c>-wal</c>) is cut to after it was carried over into the file. Default 8 MB. It can be longer for as long as one transaction or
    /// a reader needs it.
    /// </summary>
    public int LogBytes { get; init; } = 8_000_000;
}
