using System.Globalization;
using Baton.TestKit;

namespace Baton.Sqlite.Tests;

/// <summary>Processes that are killed, disks without room, files that are spoilt.</summary>
public sealed class DamageTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string File => _folder["a.db"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_writer_that_is_killed_leaves_every_commit_that_it_told_of_and_no_half_of_one()
    {
        long told = 0;
        for (var life = 0; life < 5; life++)
        {
            await using var writer = RunningProgram.Start(TestPrograms.SqliteProcess, ["rows", File], "/");
            await Eventually.HoldsAsync(() => writer.Output.Split('\n').Length > 20 + (life * 37), () => $"it writes: {writer.Output}{writer.Errors}");
            writer.Signal(9);
            await writer.ExitAsync();
            told = long.Parse(writer.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1], CultureInfo.InvariantCulture);
        }

        using var database = Database.Open(File, DatabaseOptions.Default);
        Assert.Empty(database.QuickCheck());
        using var select = database.Prepare("SELECT (SELECT count(*) FROM item), (SELECT items FROM total)");
        Assert.True(select.Step());
        Assert.True(select.GetInt64(0) >= told, $"{select.GetInt64(0)} rows of {told}");
        Assert.Equal(select.GetInt64(0), select.GetInt64(1));
        Assert.Equal(0, select.GetInt64(0) % 10);
    }

    /// <summary>On a tmpfs of 1 MiB in a mount namespace of the writer: real "no space left", no root needed where user namespaces are allowed.</summary>
    [Fact]
    public async Task A_disk_without_room_undoes_the_transaction_and_the_next_one_goes_on()
    {
        var script = $"mount -t tmpfs -o size=1m tmpfs '{_folder.Path}' && exec '{TestPrograms.SqliteProcess}' full '{_folder.Path}'";
        var (exitCode, output, errors) = await RunningProgram.RunAsync("/usr/bin/env", ["unshare", "-rm", "/bin/sh", "-c", script], "/");
        Assert.True(exitCode == 0, output + errors);
        var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.StartsWith("Disk True False: cannot run \"", lines[0], StringComparison.Ordinal);
        Assert.Equal("1", lines[1]);
        Assert.Equal("damage: 0", lines[2]);
    }

    [Fact]
    public void A_file_that_is_no_database_is_recognised()
    {
        System.IO.File.WriteAllText(File, new string('x', 5000));
        Assert.Equal(SqliteFailure.Corrupt, Assert.Throws<SqliteException>(() => Database.Open(File, DatabaseOptions.Default)).Failure);
    }

    [Fact]
    public void A_spoilt_page_is_found_by_the_check_and_recognised_where_it_is_read()
    {
        Fill();
        using (var file = System.IO.File.OpenHandle(File, FileMode.Open, FileAccess.ReadWrite)) RandomAccess.Write(file, Enumerable.Repeat((byte)0xA5, 4096 * 3).ToArray(), 4096 * 4);
        using var database = Database.Open(File, DatabaseOptions.Default);
        Assert.NotEmpty(database.QuickCheck());
        using var select = database.Prepare("SELECT a FROM t");
        var damage = Assert.Throws<SqliteException>(() => select.Run());
        Assert.Equal(SqliteFailure.Corrupt, damage.Failure);
        Assert.False(damage.MayPass);
    }

    [Fact]
    public void What_is_set_aside_takes_its_changes_along_and_a_new_file_begins_empty()
    {
        Fill();
        // As a killed process leaves it: with its changes beside it.
        System.IO.File.WriteAllText(File + "-wal", "changes of the old file");
        var time = new DateTimeOffset(2026, 11, 22, 1, 2, 3, 456, TimeSpan.Zero);
        var aside = DatabaseFiles.SetAside(File, time);
        Assert.Equal(File + ".set-aside-20261122T010203456Z", aside);
        Assert.True(System.IO.File.Exists(aside));
        Assert.True(System.IO.File.Exists(aside + "-wal"));
        using var database = Database.Open(File, DatabaseOptions.Default);
        Assert.Empty(database.QuickCheck());
        Assert.Throws<SqliteException>(() => database.Prepare("SELECT a FROM t"));
    }

    [Fact]
    public void Only_the_newest_three_that_were_set_aside_stay()
    {
        var time = new DateTimeOffset(2026, 11, 22, 1, 2, 3, TimeSpan.Zero);
        for (var i = 0; i < 5; i++)
        {
            System.IO.File.WriteAllText(File, "x");
            System.IO.File.WriteAllText(File + "-wal", "x");
            DatabaseFiles.SetAside(File, time.AddSeconds(i));
        }

        Assert.Equal(6, Directory.GetFiles(_folder.Path).Length);
        Assert.Equal(
            ["a.db.set-aside-20261122T010205000Z", "a.db.set-aside-20261122T010206000Z", "a.db.set-aside-20261122T010207000Z"],
            DatabaseFiles.ListSetAside(File).Select(Path.GetFileName));
    }

    [Fact]
    public async Task A_system_without_sqlite_is_told_which_package_it_lacks()
    {
        Fill();
        var library = System.IO.File.ReadLines("/proc/self/maps").First(line => line.Contains("/libsqlite3.so", StringComparison.Ordinal)).Split(' ')[^1];
        var script = $"mount --bind /dev/null '{library}' && exec '{TestPrograms.SqliteProcess}' rows '{File}'";
        var (exitCode, output, errors) = await RunningProgram.RunAsync("/usr/bin/env", ["unshare", "-rm", "/bin/sh", "-c", script], "/");
        Assert.True(exitCode == 1, output + errors);
        Assert.Equal(
            "Unavailable: cannot use SQLite: the library \"libsqlite3.so.0\" is missing; install the package \"libsqlite3-0\" (Debian, Ubuntu), \"sqlite-libs\" (Fedora, Alpine) or \"sqlite\" (Arch)\n",
            errors);
    }

    private void Fill()
    {
        using var database = Database.Open(File, DatabaseOptions.Default);
        database.Execute("CREATE TABLE t(a)");
        using var insert = database.Prepare("INSERT INTO t VALUES (?1)");
        for (var i = 0; i < 300; i++) insert.Bind(1, new string('x', 500)).Run();
    }
}
