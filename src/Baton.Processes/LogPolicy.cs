namespace Baton.Processes;

/// <summary>How a run's output is kept.</summary>
/// <param name="RotateBytes">A file that would pass this size is closed and the next begun; 0 never rotates. Default 10 MB (10,000,000).</param>
/// <param name="RotateCount">Files kept per run, the present one counted, oldest deleted first; 1 to 1,000. Default 5.</param>
/// <param name="FullDisk">What happens to output that cannot be written.</param>
public sealed record LogPolicy(long RotateBytes, int RotateCount, FullDiskPolicy FullDisk)
{
    /// <summary>10 MB × 5, dropping on a full disk.</summary>
    public static LogPolicy Default { get; } = new(10_000_000, 5, FullDiskPolicy.Drop);

    /// <summary>A file whose first byte is older is closed when more is to be written; 0 (the default) never. At most a year.</summary>
    public TimeSpan RotateAge { get; init; }

    /// <summary>Closed files are compressed, off the threads that carry output. Default false.</summary>
    public bool Compress { get; init; }

    /// <summary>Runs whose files are kept, the present one counted, 1 to 10,000. Default 20.</summary>
    public int KeepRuns { get; init; } = 20;

    /// <summary>
    /// The log stays open when the run's process was killed: another process may go on with the run, by a spawn of the very same number, and is told
    /// how far its output had come (<see cref="OutputTotals.Variable"/>). <see cref="ProcessCommand.TellDrained"/> says that none will. Default false.
    /// </summary>
    public bool StaysOpen { get; init; }
}

/// <summary>What happens to output while its log cannot be written, as on a full disk.</summary>
public enum FullDiskPolicy
{
    /// <summary>Output is thrown away and counted; the count stands in the log where the gap is, once it can be written again.</summary>
    Drop,

    /// <summary>Nothing is read: once its pipe (1 MiB) is full the service waits in its write; nothing is lost.</summary>
    Block,
}
