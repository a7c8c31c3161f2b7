namespace Baton.Sqlite;

/// <summary>What kind of failure SQLite told, as far as a caller may act on it.</summary>
public enum SqliteFailure
{
    /// <summary>None of the others: mostly a mistake in a statement.</summary>
    Other,

    /// <summary>No room on the disk, or the disk failed. Nothing of the transaction is in force.</summary>
    Disk,

    /// <summary>The file is damaged, or is no database at all.</summary>
    Corrupt,

    /// <summary>Another connection holds a lock for longer than the busy timeout.</summary>
    Busy,

    /// <summary>A value that a constraint of the table forbids.</summary>
    Constraint,

    /// <summary>The file, or one that belongs to it, cannot be opened or made.</summary>
    CannotOpen,

    /// <summary>The file may not be written.</summary>
    ReadOnly,
}
