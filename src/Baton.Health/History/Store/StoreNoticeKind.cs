namespace Baton.Health.History.Store;

/// <summary>What happened to the saving.</summary>
public enum StoreNoticeKind
{
    /// <summary>Nothing can be saved for the time being; it goes on in memory, and is tried again.</summary>
    Trouble,

    /// <summary>It is saved again.</summary>
    Recovered,

    /// <summary>The file cannot be used: it was renamed, and a new one was begun.</summary>
    SetAside,

    /// <summary>The file had grown too large: the oldest of it was deleted early.</summary>
    Shortened,

    /// <summary>A part of the file is spoilt in a way that SQLite does not see; the rest is used.</summary>
    Damaged,
}
