using System.Text;
using Baton.TestKit;

namespace Baton.Sqlite.Tests;

public sealed class DatabaseTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string File => _folder["a.db"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_is_bound_comes_back_as_it_was()
    {
        using var database = Open();
        database.Execute("CREATE TABLE t(a, b, c, d, e, f, g)");
        using var insert = database.Prepare("INSERT INTO t VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)");
        insert.Bind(1, long.MinValue).Bind(2, 0.1).Bind(3, "zwölf 🎻").BindBlob(4, [0, 1, 255]).BindNull(5).BindText(6, []).BindBlob(7, []).Run();
        using var select = database.Prepare("SELECT * FROM t");
        Assert.True(select.Step());
        Assert.Equal(long.MinValue, select.GetInt64(0));
        Assert.Equal(0.1, select.GetDouble(1));
        Assert.Equal("zwölf 🎻", select.GetString(2));
        Assert.Equal("zwölf 🎻"u8, select.GetText(2));
        Assert.Equal([0, 1, 255], select.GetBlob(3).ToArray());
        Assert.True(select.IsNull(4));
        Assert.Null(select.GetNullableInt64(4));
        Assert.False(select.IsNull(5));
        Assert.False(select.IsNull(6));
        Assert.False(select.Step());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(255)]
    [InlineData(256)]
    [InlineData(257)]
    [InlineData(100_000)]
    public void A_text_of_any_length_is_kept(int length)
    {
        using var database = Open();
        using var echo = database.Prepare("SELECT ?1");
        var text = new string('ä', length);
        Assert.True(echo.Bind(1, text).Step());
        Assert.Equal(text, echo.GetString(0));
    }

    [Fact]
    public void A_statement_runs_again_with_other_values()
    {
        using var database = Open();
        database.Execute("CREATE TABLE t(a)");
        using var insert = database.Prepare("INSERT INTO t VALUES (?1)");
        for (var i = 0; i < 5; i++) insert.Bind(1, i).Run();
        Assert.Equal(5, database.LastInserted);
        database.Execute("UPDATE t SET a = a + 1 WHERE a > 2");
        Assert.Equal(2, database.Changes);
    }

    [Fact]
    public void What_is_not_committed_is_undone()
    {
        using var database = Open();
        database.Execute("CREATE TABLE t(a)");
        using (database.Begin())
        {
            database.Execute("INSERT INTO t VALUES (1)");
            Assert.True(database.IsInTransaction);
        }

        using (var kept = database.Begin())
        {
            database.Execute("INSERT INTO t VALUES (2)");
            kept.Commit();
        }

        using var select = database.Prepare("SELECT a FROM t");
        Assert.True(select.Step());
        Assert.Equal(2, select.GetInt64(0));
        Assert.False(select.Step());
    }

    [Fact]
    public void A_mistake_is_told_in_the_words_of_sqlite()
    {
        using var database = Open();
        var missing = Assert.Throws<SqliteException>(() => database.Prepare("SELECT * FROM nowhere"));
        Assert.Equal("cannot prepare \"SELECT * FROM nowhere\": no such table: nowhere (SQLite 1)", missing.Message);
        Assert.False(missing.MayPass);
        database.Execute("CREATE TABLE t(a UNIQUE)");
        database.Execute("INSERT INTO t VALUES (1)");
        var twice = Assert.Throws<SqliteException>(() => database.Execute("INSERT INTO t VALUES (1)"));
        Assert.Equal(SqliteFailure.Constraint, twice.Failure);
        Assert.Equal(2067, twice.Code);
        using var statement = database.Prepare("SELECT ?1");
        Assert.Throws<SqliteException>(() => statement.Bind(2, 1));
    }

    [Fact]
    public void The_file_is_for_its_owner_alone_and_so_is_what_lies_beside_it()
    {
        using var database = Open();
        database.Execute("CREATE TABLE t(a)");
        foreach (var file in Directory.GetFiles(_folder.Path)) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, System.IO.File.GetUnixFileMode(file));
        Assert.Equal(3, Directory.GetFiles(_folder.Path).Length);
    }

    [Fact]
    public void Another_connection_reads_while_one_writes_and_may_not_write_itself()
    {
        using var database = Open();
        database.Execute("CREATE TABLE t(a)");
        using var other = Database.Open(File, new DatabaseOptions { BusyTimeout = TimeSpan.Zero });
        using var transaction = database.Begin();
        database.Execute("INSERT INTO t VALUES (1)");
        using var count = other.Prepare("SELECT count(*) FROM t");
        Assert.True(count.Step());
        Assert.Equal(0, count.GetInt64(0));
        count.Reset();
        var busy = Assert.Throws<SqliteException>(() => other.Execute("INSERT INTO t VALUES (2)"));
        Assert.Equal(SqliteFailure.Busy, busy.Failure);
        Assert.True(busy.MayPass);
    }

    [Fact]
    public void An_exclusive_database_has_no_shared_memory_and_lets_nobody_in()
    {
        using var database = Database.Open(File, new DatabaseOptions { IsExclusive = true });
        database.Execute("CREATE TABLE t(a)");
        Assert.False(System.IO.File.Exists(File + "-shm"));
        var busy = Assert.Throws<SqliteException>(() => Database.Open(File, new DatabaseOptions { BusyTimeout = TimeSpan.Zero }));
        Assert.Equal(SqliteFailure.Busy, busy.Failure);
    }

    [Fact]
    public void A_read_only_database_takes_nothing()
    {
        using (var database = Open()) database.Execute("CREATE TABLE t(a)");
        using var reader = Database.Open(File, new DatabaseOptions { IsReadOnly = true });
        Assert.Equal(SqliteFailure.ReadOnly, Assert.Throws<SqliteException>(() => reader.Execute("INSERT INTO t VALUES (1)")).Failure);
    }

    [Fact]
    public void A_path_that_cannot_be_is_named()
    {
        var none = Assert.Throws<SqliteException>(() => Database.Open(_folder["no/such/a.db"], DatabaseOptions.Default));
        Assert.Equal(SqliteFailure.CannotOpen, none.Failure);
        Assert.StartsWith($"cannot open \"{_folder["no/such/a.db"]}\": ", none.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_version_is_kept()
    {
        using (var database = Open())
        {
            Assert.Equal(0, database.Version);
            database.Version = 7;
        }

        using var again = Open();
        Assert.Equal(7, again.Version);
    }

    [Fact]
    public void What_was_deleted_is_not_counted()
    {
        using var database = Open();
        database.Execute("CREATE TABLE t(a)");
        using var insert = database.Prepare("INSERT INTO t VALUES (?1)");
        for (var i = 0; i < 100; i++) insert.BindBlob(1, new byte[4000]).Run();
        Assert.InRange(database.UsedBytes, 400_000, 500_000);
        database.Execute("DELETE FROM t");
        Assert.InRange(database.UsedBytes, 1, 20_000);
    }

    [Fact]
    public void Full_durability_is_set()
    {
        using var database = Database.Open(File, new DatabaseOptions { Durability = Durability.Full });
        using var synchronous = database.Prepare("PRAGMA synchronous");
        Assert.True(synchronous.Step());
        Assert.Equal(2, synchronous.GetInt64(0));
    }

    /// <summary>Bytes per step, over rows enough to see one.</summary>
    [Fact]
    public void A_step_allocates_nothing()
    {
        using var database = Open();
        database.Execute("CREATE TABLE t(a INTEGER PRIMARY KEY, b)");
        using var insert = database.Prepare("INSERT INTO t(b) VALUES (?1)");
        using var transaction = database.Begin();
        insert.Bind(1, "warm up").Run();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++) insert.BindText(1, "some text"u8).Run();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        using var select = database.Prepare("SELECT b FROM t");
        _ = select.Step();
        before = GC.GetAllocatedBytesForCurrentThread();
        var bytes = 0;
        while (select.Step()) bytes += select.GetText(0).Length;
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(1000 * Encoding.UTF8.GetByteCount("some text"), bytes);
    }

    private Database Open() => Database.Open(File, DatabaseOptions.Default);
}
