namespace Baton.Sqlite;

/// <summary>What a transaction that was committed survives.</summary>
public enum Durability
{
    /// <summary>The death of every process, not a power cut: that may cost the last transactions, never the database.</summary>
    Normal,

    /// <summary>A power cut, too: each commit waits for the disk.</summary>
    Full,
}
