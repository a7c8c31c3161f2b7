using System.Globalization;
using Baton.Sqlite;

namespace Baton.Health.History.Store;

/// <summary>The tables of <c>health.db</c>.</summary>
internal static class HealthSchema
{
    /// <summary>The version that is written and understood.</summary>
    public const int Version = 1;

    // Buckets are ordered by time, then monitor: what is written together lies together, so that a save touches few pages however many monitors there are, and
    // what has grown too old is one range at the beginning.
    private static readonly string[] Tables =
    [
        "CREATE TABLE monitor(id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, state BLOB, removed INTEGER)",
        "CREATE TABLE minute(key INTEGER PRIMARY KEY, data BLOB NOT NULL)",
        "CREATE TABLE hour(key INTEGER PRIMARY KEY, data BLOB NOT NULL)",
        "CREATE TABLE day(key INTEGER PRIMARY KEY, data BLOB NOT NULL)",
        "CREATE TABLE result(row INTEGER PRIMARY KEY, monitor INTEGER NOT NULL, at INTEGER NOT NULL, took INTEGER NOT NULL, outcome INTEGER NOT NULL, text TEXT)",
        """
        CREATE TABLE incident(monitor INTEGER NOT NULL, number INTEGER NOT NULL, began INTEGER NOT NULL, ended INTEGER, reason TEXT NOT NULL, note TEXT,
          PRIMARY KEY(monitor, number)) WITHOUT ROWID
        """,
    ];

    /// <summary>Makes the tables in a new file; why the file cannot be used, or null.</summary>
    public static string? Prepare(Database database)
    {
        var version = database.Version;
        if (version is not (0 or Version)) return string.Create(CultureInfo.InvariantCulture, $"was written by a newer Baton (version {version} of it, {Version} is known here)");
        if (version == Version) return null;
        using var transaction = database.Begin();
        foreach (var table in Tables) database.Execute(table);
        database.Version = Version;
        transaction.Commit();
        return null;
    }
}
