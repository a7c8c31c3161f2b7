using System.Text;
using Baton.Sqlite.Native;

namespace Baton.Sqlite;

/// <summary>
/// A prepared statement: bind, step until it says false, reset. Nothing of it is allocated per step; spans that it gives are valid until the next step
/// or reset.
/// </summary>
public sealed unsafe class Statement : IDisposable
{
    private const int SmallText = 256;

    private readonly DatabaseHandle _database;
    private readonly StatementHandle _handle;
    private readonly string _sql;

    internal Statement(DatabaseHandle database, StatementHandle handle, string sql) => (_database, _handle, _sql) = (database, handle, sql);

    /// <summary>Binds a number to a parameter; the first is 1.</summary>
    public Statement Bind(int parameter, long value) => Bound(Sqlite3.sqlite3_bind_int64(_handle, parameter, value));

    /// <summary>Binds a number, or null.</summary>
    public Statement Bind(int parameter, long? value) => value is { } number ? Bind(parameter, number) : BindNull(parameter);

    /// <summary>Binds a number.</summary>
    public Statement Bind(int parameter, double value) => Bound(Sqlite3.sqlite3_bind_double(_handle, parameter, value));

    /// <summary>Binds a text, or null.</summary>
    public Statement Bind(int parameter, string? value)
    {
        if (value is null) return BindNull(parameter);
        if (value.Length > SmallText) return BindText(parameter, Encoding.UTF8.GetBytes(value));
        // At most three bytes for each.
        Span<byte> bytes = stackalloc byte[SmallText * 3];
        return BindText(parameter, bytes[..Encoding.UTF8.GetBytes(value, bytes)]);
    }

    /// <summary>Binds a text in UTF-8; it is copied.</summary>
    public Statement BindText(int parameter, ReadOnlySpan<byte> utf8)
    {
        // A null pointer would bind NULL instead of what is empty.
        byte nothing = 0;
        fixed (byte* first = utf8) return Bound(Sqlite3.sqlite3_bind_text(_handle, parameter, first == null ? &nothing : first, utf8.Length, Sqlite3.Transient));
    }

    /// <summary>Binds bytes; they are copied.</summary>
    public Statement BindBlob(int parameter, ReadOnlySpan<byte> bytes)
    {
        byte nothing = 0;
        fixed (byte* first = bytes) return Bound(Sqlite3.sqlite3_bind_blob(_handle, parameter, first == null ? &nothing : first, bytes.Length, Sqlite3.Transient));
    }

    /// <summary>Binds null.</summary>
    public Statement BindNull(int parameter) => Bound(Sqlite3.sqlite3_bind_null(_handle, parameter));

    /// <summary>Goes on to the next row; false when there is none, and then the statement is reset.</summary>
    /// <exception cref="SqliteException">It failed, and is reset.</exception>
    public bool Step()
    {
        var code = Sqlite3.sqlite3_step(_handle);
        if (code == Sqlite3.ROW) return true;
        var failure = code == Sqlite3.DONE ? null : SqliteException.Of(_database, code, $"run \"{_sql}\"");
        Reset();
        return failure is null ? false : throw failure;
    }

    /// <summary>Runs it to its end, over all rows.</summary>
    /// <exception cref="SqliteException">It failed, and is reset.</exception>
    public void Run()
    {
        while (Step())
        {
            // A statement that writes has no rows; one that has is read by its caller.
        }
    }

    /// <summary>Ready to be run again; what is bound stays bound. A statement that stands on a row keeps a reader's lock until then.</summary>
    public void Reset() => _ = Sqlite3.sqlite3_reset(_handle);

    /// <summary>The column of the present row is null; the first is 0.</summary>
    public bool IsNull(int column) => Sqlite3.sqlite3_column_type(_handle, column) == Sqlite3.TYPE_NULL;

    /// <summary>A number; 0 for null.</summary>
    public long GetInt64(int column) => Sqlite3.sqlite3_column_int64(_handle, column);

    /// <summary>A number, or null.</summary>
    public long? GetNullableInt64(int column) => IsNull(column) ? null : GetInt64(column);

    /// <summary>A number; 0 for null.</summary>
    public double GetDouble(int column) => Sqlite3.sqlite3_column_double(_handle, column);

    /// <summary>A text in UTF-8; empty for null.</summary>
    public ReadOnlySpan<byte> GetText(int column)
    {
        var first = Sqlite3.sqlite3_column_text(_handle, column);
        return new ReadOnlySpan<byte>(first, first == null ? 0 : Sqlite3.sqlite3_column_bytes(_handle, column));
    }

    /// <summary>A text; empty for null.</summary>
    public string GetString(int column) => Encoding.UTF8.GetString(GetText(column));

    /// <summary>Bytes; empty for null.</summary>
    public ReadOnlySpan<byte> GetBlob(int column)
    {
        var first = Sqlite3.sqlite3_column_blob(_handle, column);
        return new ReadOnlySpan<byte>(first, first == null ? 0 : Sqlite3.sqlite3_column_bytes(_handle, column));
    }

    /// <inheritdoc/>
    public void Dispose() => _handle.Dispose();

    private Statement Bound(int code) => code == Sqlite3.OK ? this : throw SqliteException.Of(_database, code, $"bind a value to \"{_sql}\"");
}
