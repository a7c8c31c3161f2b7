using System.Globalization;
using System.Runtime.InteropServices;
using Baton.Sqlite.Native;

namespace Baton.Sqlite;

/// <summary>SQLite refused something; the message carries its own words and code.</summary>
public sealed class SqliteException : Exception
{
    /// <param name="code">SQLite's extended result code.</param>
    /// <param name="message">For people.</param>
    internal SqliteException(int code, string message) : base(message) => Code = code;

    /// <summary>SQLite's extended result code; its low eight bits are the plain code.</summary>
    public int Code { get; }

    /// <summary>What kind of failure it is.</summary>
    public SqliteFailure Failure => (Code & 0xFF) switch
    {
        Sqlite3.FULL or Sqlite3.IOERR => SqliteFailure.Disk,
        Sqlite3.CORRUPT or Sqlite3.NOTADB => SqliteFailure.Corrupt,
        Sqlite3.BUSY or Sqlite3.LOCKED => SqliteFailure.Busy,
        Sqlite3.CONSTRAINT => SqliteFailure.Constraint,
        Sqlite3.CANTOPEN => SqliteFailure.CannotOpen,
        Sqlite3.READONLY or Sqlite3.PERM => SqliteFailure.ReadOnly,
        _ => SqliteFailure.Other,
    };

    /// <summary>It comes from the world and may go by itself, so that the same can be tried again later.</summary>
    public bool MayPass => Failure is SqliteFailure.Disk or SqliteFailure.Busy or SqliteFailure.CannotOpen or SqliteFailure.ReadOnly;

    /// <summary>What SQLite says of the last call on a connection.</summary>
    internal static unsafe SqliteException Of(DatabaseHandle database, int code, string doing)
    {
        if (database.IsInvalid) return Of(code, doing);
        var extended = Sqlite3.sqlite3_extended_errcode(database);
        // The connection may have been used since (a rollback by SQLite itself); then only the code is of this failure.
        return (extended & 0xFF) == (code & 0xFF) ? Made(extended, doing, Marshal.PtrToStringUTF8((nint)Sqlite3.sqlite3_errmsg(database))) : Of(code, doing);
    }

    /// <summary>What the code alone says.</summary>
    internal static unsafe SqliteException Of(int code, string doing) => Made(code, doing, Marshal.PtrToStringUTF8((nint)Sqlite3.sqlite3_errstr(code)));

    private static SqliteException Made(int code, string doing, string? words) =>
        new(code, string.Create(CultureInfo.InvariantCulture, $"cannot {doing}: {words} (SQLite {code})"));
}
