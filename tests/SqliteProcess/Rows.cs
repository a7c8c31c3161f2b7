using System.Globalization;
using Baton.Core;
using Baton.Sqlite;

namespace Baton.SqliteProcess;

/// <summary>Two tables that must always agree, written in transactions without end; after each commit the number of the last row is printed.</summary>
internal static class Rows
{
    public static int Write(string path)
    {
        try
        {
            using var database = Database.Open(path, DatabaseOptions.Default);
            WriteWithoutEnd(database);
        }
        catch (BatonException e)
        {
            Console.Error.WriteLine($"{e.Code}: {e.Message}");
        }

        return 1;
    }

    private static void WriteWithoutEnd(Database database)
    {
        database.Execute("CREATE TABLE IF NOT EXISTS item(number INTEGER PRIMARY KEY, text TEXT NOT NULL)");
        database.Execute("CREATE TABLE IF NOT EXISTS total(one INTEGER PRIMARY KEY, items INTEGER NOT NULL)");
        database.Execute("INSERT OR IGNORE INTO total VALUES (1, 0)");
        using var insert = database.Prepare("INSERT INTO item(text) VALUES (?1)");
        using var count = database.Prepare("UPDATE total SET items = items + 10");
        while (true)
        {
            using (var transaction = database.Begin())
            {
                for (var i = 0; i < 10; i++) insert.Bind(1, new string('x', 300)).Run();
                count.Run();
                transaction.Commit();
            }

            Console.WriteLine(database.LastInserted.ToString(CultureInfo.InvariantCulture));
        }
    }
}
