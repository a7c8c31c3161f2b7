using Baton.Sqlite;

namespace Baton.Health.History.Store;

/// <summary>Opens <c>health.db</c>. One that cannot be used, since it is damaged or of a newer Baton, is set aside, and a new one is begun.</summary>
/// <param name="path">The file.</param>
/// <param name="time">The clock.</param>
/// <param name="tell">Told when one is set aside.</param>
internal sealed class HealthOpening(string path, TimeProvider time, Action<StoreNotice> tell)
{
    /// <summary>A larger file is not read through before it is used; what is damaged in it is found when it is met.</summary>
    private const long CheckedBytes = 64_000_000;

    private static readonly DatabaseOptions Options = new() { IsExclusive = true, CacheBytes = 1_000_000 };

    /// <summary>The file.</summary>
    public string Path => path;

    /// <summary>Opens it, or a new one in its place.</summary>
    /// <exception cref="SqliteException">Neither can be done at present.</exception>
    /// <exception cref="IOException">What cannot be used cannot be set aside.</exception>
    public HealthDatabase Open()
    {
        try
        {
            // Null: it was refused, and is set aside already.
            if (TryOpen() is { } opened) return opened;
        }
        catch (SqliteException e) when (!e.MayPass)
        {
            SetAside(Reason(e));
        }

        return TryOpen() ?? throw new IOException($"\"{path}\" was set aside, and is there again");
    }

    /// <summary>What is wrong with a file that SQLite refuses.</summary>
    public static string Reason(SqliteException refusal) => refusal.Failure == SqliteFailure.Corrupt ? $"is damaged ({refusal.Message})" : $"is of another program ({refusal.Message})";

    /// <summary>Renames the file, which nobody has open, and says so.</summary>
    /// <param name="why">What is wrong with it: <c>is damaged (…)</c>.</param>
    public void SetAside(string why)
    {
        var name = DatabaseFiles.SetAside(path, time.GetUtcNow());
        tell(new StoreNotice(StoreNoticeKind.SetAside, $"the history of the monitors \"{path}\" {why}: it is set aside as \"{System.IO.Path.GetFileName(name)}\", and a new one is begun"));
    }

    private HealthDatabase? TryOpen()
    {
        var database = Database.Open(path, Options);
        try
        {
            if (Refusal(database) is { } why)
            {
                database.Dispose();
                SetAside(why);
                return null;
            }

            return new HealthDatabase(database);
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    private static string? Refusal(Database database)
    {
        if (HealthSchema.Prepare(database) is { } newer) return newer;
        return database.UsedBytes <= CheckedBytes && database.QuickCheck() is [var damage, ..] ? $"is damaged ({damage})" : null;
    }
}
