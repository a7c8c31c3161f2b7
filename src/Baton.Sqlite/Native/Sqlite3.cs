using System.Runtime.InteropServices;

namespace Baton.Sqlite.Native;

/// <summary>The calls on the system's SQLite that the layer is made of.</summary>
internal static unsafe partial class Sqlite3
{
    /// <summary>The name that the system's packages give it, whatever its version; no development package is needed for it.</summary>
    public const string Library = "libsqlite3.so.0";

    public const int OK = 0, ROW = 100, DONE = 101;
    public const int BUSY = 5, LOCKED = 6, READONLY = 8, IOERR = 10, CORRUPT = 11, FULL = 13, CANTOPEN = 14, CONSTRAINT = 19, NOTADB = 26, PERM = 3;
    public const int OPEN_READONLY = 1, OPEN_READWRITE = 2, OPEN_CREATE = 4, OPEN_NOMUTEX = 0x8000, OPEN_NOFOLLOW = 0x0100_0000, OPEN_EXRESCODE = 0x0200_0000;
    public const int PREPARE_PERSISTENT = 1;
    public const int TYPE_NULL = 5;

    /// <summary>SQLite copies what is bound before the call returns.</summary>
    public static readonly nint Transient = -1;

    [LibraryImport(Library)]
    public static partial int sqlite3_threadsafe();

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int sqlite3_open_v2(string path, out DatabaseHandle database, int flags, nint vfs);

    [LibraryImport(Library)]
    public static partial int sqlite3_close_v2(nint database);

    [LibraryImport(Library)]
    public static partial int sqlite3_extended_errcode(DatabaseHandle database);

    [LibraryImport(Library)]
    public static partial byte* sqlite3_errmsg(DatabaseHandle database);

    [LibraryImport(Library)]
    public static partial byte* sqlite3_errstr(int code);

    [LibraryImport(Library)]
    public static partial int sqlite3_busy_timeout(DatabaseHandle database, int milliseconds);

    [LibraryImport(Library)]
    public static partial int sqlite3_get_autocommit(DatabaseHandle database);

    [LibraryImport(Library)]
    public static partial long sqlite3_last_insert_rowid(DatabaseHandle database);

    [LibraryImport(Library)]
    public static partial int sqlite3_changes(DatabaseHandle database);

    [LibraryImport(Library)]
    public static partial int sqlite3_prepare_v3(DatabaseHandle database, byte* sql, int bytes, uint flags, out StatementHandle statement, byte** rest);

    [LibraryImport(Library)]
    public static partial int sqlite3_finalize(nint statement);

    [LibraryImport(Library)]
    public static partial int sqlite3_step(StatementHandle statement);

    [LibraryImport(Library)]
    public static partial int sqlite3_reset(StatementHandle statement);

    [LibraryImport(Library)]
    public static partial int sqlite3_clear_bindings(StatementHandle statement);

    [LibraryImport(Library)]
    public static partial int sqlite3_bind_int64(StatementHandle statement, int index, long value);

    [LibraryImport(Library)]
    public static partial int sqlite3_bind_double(StatementHandle statement, int index, double value);

    [LibraryImport(Library)]
    public static partial int sqlite3_bind_null(StatementHandle statement, int index);

    [LibraryImport(Library)]
    public static partial int sqlite3_bind_text(StatementHandle statement, int index, byte* value, int bytes, nint destructor);

    [LibraryImport(Library)]
    public static partial int sqlite3_bind_blob(StatementHandle statement, int index, byte* value, int bytes, nint destructor);

    [LibraryImport(Library)]
    public static partial int sqlite3_column_count(StatementHandle statement);

    [LibraryImport(Library)]
    public static partial int sqlite3_column_type(StatementHandle statement, int column);

    [LibraryImport(Library)]
    public static partial long sqlite3_column_int64(StatementHandle statement, int column);

    [LibraryImport(Library)]
    public static partial double sqlite3_column_double(StatementHandle statement, int column);

    [LibraryImport(Library)]
    public static partial byte* sqlite3_column_text(StatementHandle statement, int column);

    [LibraryImport(Library)]
    public static partial byte* sqlite3_column_blob(StatementHandle statement, int column);

    [LibraryImport(Library)]
    public static partial int sqlite3_column_bytes(StatementHandle statement, int column);
}
