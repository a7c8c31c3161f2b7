namespace Baton.Sqlite;

/// <summary>All or nothing of what is written until <see cref="Commit"/>. It lives in one method, so that nobody waits for something else inside it.</summary>
public ref struct Transaction
{
    private readonly Database _database;
    private bool _isCommitted;

    internal Transaction(Database database) => _database = database;

    /// <summary>What was written is in force.</summary>
    /// <exception cref="SqliteException">It is not: nothing of it is.</exception>
    public void Commit()
    {
        _database.Commit();
        _isCommitted = true;
    }

    /// <summary>Undoes what was not committed.</summary>
    public readonly void Dispose()
    {
        if (!_isCommitted) _database.RollBack();
    }
}
