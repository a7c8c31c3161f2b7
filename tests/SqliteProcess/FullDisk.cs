using System.Globalization;
using Baton.Sqlite;

namespace Baton.SqliteProcess;

/// <summary>Fills a small disk through a database, makes room again, and tells what became of it.</summary>
internal static class FullDisk
{
    public static int Run(string folder)
    {
        var filler = Path.Combine(folder, "filler");
        File.WriteAllBytes(filler, new byte[200_000]);
        using var database = Database.Open(Path.Combine(folder, "full.db"), DatabaseOptions.Default);
        database.Execute("CREATE TABLE item(number INTEGER PRIMARY KEY, text TEXT NOT NULL)");
        using var insert = database.Prepare("INSERT INTO item(text) VALUES (?1)");
        var written = 0;
        try
        {
            while (true)
            {
                Insert(database, insert);
                written++;
            }
        }
        catch (SqliteException e)
        {
            Console.WriteLine($"{e.Failure} {e.MayPass} {database.IsInTransaction}: {e.Message}");
        }

        File.Delete(filler);
        Insert(database, insert);
        using var count = database.Prepare("SELECT count(*) FROM item");
        _ = count.Step();
        Console.WriteLine((count.GetInt64(0) - written).ToString(CultureInfo.InvariantCulture));
        count.Reset();
        Console.WriteLine($"damage: {database.QuickCheck().Count}");
        return 0;
    }

    private static void Insert(Database database, Statement insert)
    {
        using var transaction = database.Begin();
        insert.Bind(1, new string('x', 3000)).Run();
        transaction.Commit();
    }
}
