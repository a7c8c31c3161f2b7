namespace Baton.Health.History.Store;

/// <summary>When and how much is saved.</summary>
public sealed record HealthStoreOptions
{
    /// <summary>What holds where nobody says otherwise.</summary>
    public static HealthStoreOptions Default { get; } = new();

    /// <summary>How long after the first change all changes are saved together. Default 5 s; that is what a death of the daemon can cost.</summary>
    public TimeSpan SaveAfter { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long after a failure it is tried again. Default 10 s.</summary>
    public TimeSpan RetryAfter { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long the history of a monitor that is not in the manifest any more is kept. Default 30 days.</summary>
    public TimeSpan RemovedKept { get; init; } = TimeSpan.FromDays(30);

    /// <summary>
    /// Bytes of the file for each monitor that something is saved of, on average; beyond it, and beyond 1 MB for all together, the oldest minutes go early. Default 1 MB.
    /// </summary>
    public long BytesPerMonitor { get; init; } = 1_000_000;
}
