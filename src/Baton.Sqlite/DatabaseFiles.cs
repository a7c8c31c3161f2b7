using System.Globalization;

namespace Baton.Sqlite;

/// <summary>The files of a database: the one that its path names, and those that SQLite keeps beside it.</summary>
public static class DatabaseFiles
{
    /// <summary>How many sets that were set aside are kept, the newest.</summary>
    public const int MostSetAside = 3;

    private const string Mark = ".set-aside-";

    private static readonly string[] Beside = ["-wal", "-shm"];

    /// <summary>
    /// Renames the files of a database that cannot be used, for people to look at; older ones beyond <see cref="MostSetAside"/> are deleted. No connection may have it open.
    /// </summary>
    /// <param name="path">The database file.</param>
    /// <param name="now">The present, part of the new name.</param>
    /// <returns>The new path of the file itself.</returns>
    /// <exception cref="IOException">It cannot be renamed.</exception>
    public static string SetAside(string path, DateTimeOffset now)
    {
        var name = path + Mark + now.UtcDateTime.ToString("yyyyMMdd'T'HHmmssfff'Z'", CultureInfo.InvariantCulture);
        // What lies beside goes first: a death in between must not leave the changes of the old file to a new one.
        foreach (var end in Beside)
        {
            if (File.Exists(path + end)) File.Move(path + end, name + end, overwrite: true);
        }

        File.Move(path, name, overwrite: true);
        Prune(path);
        return name;
    }

    /// <summary>The files that were set aside, the oldest first, without those beside them.</summary>
    public static IReadOnlyList<string> ListSetAside(string path)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        var files = Directory.GetFiles(folder, Path.GetFileName(path) + Mark + "*").Where(file => !Beside.Any(end => file.EndsWith(end, StringComparison.Ordinal))).ToList();
        files.Sort(StringComparer.Ordinal);
        return files;
    }

    private static void Prune(string path)
    {
        var files = ListSetAside(path);
        foreach (var file in files.Take(files.Count - MostSetAside))
        {
            foreach (var end in Beside) File.Delete(file + end);
            File.Delete(file);
        }
    }
}
