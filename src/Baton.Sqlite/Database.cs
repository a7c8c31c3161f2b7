using System.Globalization;
using Baton.Core;
using Baton.Sqlite.Native;

namespace Baton.Sqlite;

/// <summary>
/// A connection to a database file, with a log of changes beside it (WAL): what was committed survives the death of the process at any instant, and a
/// process that dies in a transaction leaves nothing of it. A connection and all that comes from it are used by one thread at a time; which one does not
/// matter.
/// </summary>
public sealed class Database : IDisposable
{
    private readonly DatabaseHandle _handle;
    private Statement? _begin;
    private Statement? _commit;
    private Statement? _rollback;

    private Database(string path, DatabaseHandle handle) => (Path, _handle) = (path, handle);

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>The version of the file's tables, a number of its owner's: 0 in a new file.</summary>
    public int Version
    {
        get => (int)Number("PRAGMA user_version");
        set => Execute(string.Create(CultureInfo.InvariantCulture, $"PRAGMA user_version = {value}"));
    }

    /// <summary>Bytes of the file that hold something; what was deleted is used again and not counted.</summary>
    public long UsedBytes => (Number("PRAGMA page_count") - Number("PRAGMA freelist_count")) * Number("PRAGMA page_size");

    /// <summary>The number of the row that was inserted last.</summary>
    public long LastInserted => Sqlite3.sqlite3_last_insert_rowid(_handle);

    /// <summary>How many rows the last statement changed.</summary>
    public int Changes => Sqlite3.sqlite3_changes(_handle);

    /// <summary>A transaction is open.</summary>
    public bool IsInTransaction => Sqlite3.sqlite3_get_autocommit(_handle) == 0;

    /// <summary>Opens a database file; one that is not there is made, for its owner alone.</summary>
    /// <exception cref="BatonException">The system's SQLite is missing.</exception>
    /// <exception cref="SqliteException">It cannot be opened, or is none.</exception>
    public static Database Open(string path, DatabaseOptions options)
    {
        RequireLibrary();
        if (!options.IsReadOnly) MakeForOwner(path);
        var flags = options.IsReadOnly ? Sqlite3.OPEN_READONLY : Sqlite3.OPEN_READWRITE | Sqlite3.OPEN_CREATE;
        var code = Sqlite3.sqlite3_open_v2(path, out var handle, flags | Sqlite3.OPEN_NOMUTEX | Sqlite3.OPEN_EXRESCODE, 0);
        var database = new Database(path, handle);
        try
        {
            if (code != Sqlite3.OK) throw SqliteException.Of(handle, code, $"open \"{path}\"");
            database.Configure(options);
            return database;
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    /// <summary>Prepares a statement, which may be used again and again; its parameters are <c>?1</c>, <c>?2</c>, …</summary>
    /// <exception cref="SqliteException">It is not understood, or names what is not there.</exception>
    public unsafe Statement Prepare(string sql)
    {
        var bytes = System.Text.Encoding.UTF8.GetBytes(sql);
        fixed (byte* first = bytes)
        {
            var code = Sqlite3.sqlite3_prepare_v3(_handle, first, bytes.Length, Sqlite3.PREPARE_PERSISTENT, out var statement, null);
            if (code == Sqlite3.OK) return new Statement(_handle, statement, sql);
            statement.Dispose();
            throw SqliteException.Of(_handle, code, $"prepare \"{sql}\"");
        }
    }

    /// <summary>Prepares a statement, runs it to its end and forgets it; rows are not looked at.</summary>
    /// <exception cref="SqliteException">It failed.</exception>
    public void Execute(string sql)
    {
        using var statement = Prepare(sql);
        while (statement.Step())
        {
            // Some pragmas answer with what they have set.
        }
    }

    /// <summary>Begins a transaction that writes; what is not committed when it is disposed is undone. They do not nest.</summary>
    /// <exception cref="SqliteException">Another connection writes, or one is open here.</exception>
    public Transaction Begin()
    {
        (_begin ??= Prepare("BEGIN IMMEDIATE")).Run();
        return new Transaction(this);
    }

    /// <summary>What is damaged, in SQLite's words, at most ten; empty when the file is whole. It reads all of it.</summary>
    public IReadOnlyList<string> QuickCheck()
    {
        var found = new List<string>();
        try
        {
            using var check = Prepare("PRAGMA quick_check(10)");
            while (check.Step()) found.Add(check.GetString(0));
        }
        catch (SqliteException e) when (e.Failure == SqliteFailure.Corrupt)
        {
            found.Add(e.Message);
        }

        return found is ["ok"] ? [] : found;
    }

    /// <summary>Carries the log of changes over into the file and empties it, as far as no reader needs it.</summary>
    public void Checkpoint() => Execute("PRAGMA wal_checkpoint(TRUNCATE)");

    /// <inheritdoc/>
    public void Dispose()
    {
        _begin?.Dispose();
        _commit?.Dispose();
        _rollback?.Dispose();
        _handle.Dispose();
    }

    internal void Commit() => (_commit ??= Prepare("COMMIT")).Run();

    internal void RollBack()
    {
        // SQLite has undone it by itself after some failures, as that of a full disk.
        if (!IsInTransaction) return;
        try
        {
            (_rollback ??= Prepare("ROLLBACK")).Run();
        }
        catch (SqliteException) when (!IsInTransaction)
        {
            // Undone all the same, and why it had to be is being told already.
        }
    }

    private static void RequireLibrary()
    {
        try
        {
            if (Sqlite3.sqlite3_threadsafe() != 0) return;
        }
        catch (DllNotFoundException e)
        {
            throw new BatonException(ErrorCode.Unavailable, Missing($"the library \"{Sqlite3.Library}\" is missing"), e);
        }

        throw new BatonException(ErrorCode.Unavailable, Missing($"the library \"{Sqlite3.Library}\" was built without threads"));
    }

    private static string Missing(string reason) =>
        $"cannot use SQLite: {reason}; install the package \"libsqlite3-0\" (Debian, Ubuntu), \"sqlite-libs\" (Fedora, Alpine) or \"sqlite\" (Arch)";

    /// <summary>SQLite makes files for everybody, and gives those beside it the mode of the file itself.</summary>
    private static void MakeForOwner(string path)
    {
        try
        {
            using var made = File.OpenHandle(path, FileMode.CreateNew, FileAccess.Write, FileShare.ReadWrite, FileOptions.None);
            File.SetUnixFileMode(made, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It is there already, or SQLite tells better what is wrong.
        }
    }

    private void Configure(DatabaseOptions options)
    {
        Check(Sqlite3.sqlite3_busy_timeout(_handle, (int)options.BusyTimeout.TotalMilliseconds), "set the busy timeout");
        // The lock before the log: in this order no shared memory is made.
        if (options.IsExclusive) Execute("PRAGMA locking_mode = EXCLUSIVE");
        if (!options.IsReadOnly) Execute("PRAGMA journal_mode = WAL");
        Execute(options.Durability == Durability.Full ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = NORMAL");
        Execute(string.Create(CultureInfo.InvariantCulture, $"PRAGMA cache_size = -{Math.Max(64, options.CacheBytes / 1000)}"));
        Execute(string.Create(CultureInfo.InvariantCulture, $"PRAGMA journal_size_limit = {options.LogBytes}"));
    }

    private void Check(int code, string doing)
    {
        if (code != Sqlite3.OK) throw SqliteException.Of(_handle, code, doing);
    }

    private long Number(string pragma)
    {
        using var statement = Prepare(pragma);
        return statement.Step() ? statement.GetInt64(0) : 0;
    }
}
