namespace Baton.Supervision.Logs;

/// <summary>Which lines are wanted; everything in it may come from a stranger and is checked by <see cref="LogReader"/>.</summary>
public sealed record LogQuery
{
    /// <summary>Most lines that <see cref="Tail"/> may ask for.</summary>
    public const int MaxTail = 100_000;

    /// <summary>Services; empty means all that are known. Lines of several are merged by time.</summary>
    public IReadOnlyList<string> Services { get; init; } = [];

    /// <summary>Only lines of this stream; null means all. Notes about missing output are given in any case.</summary>
    public LogStreamKind? Stream { get; init; }

    /// <summary>Only this run, of a single service; null begins with the newest run and goes on into later ones.</summary>
    public int? Run { get; init; }

    /// <summary>
    /// Begin this many lines, of those that are wanted, before the end of the newest (or given) run, or of all with a time, 0 to <see cref="MaxTail"/>; null begins at its beginning.
    /// </summary>
    public int? Tail { get; init; }

    /// <summary>With <see cref="Tail"/>: looks back over at most about so many bytes of the log of each service, and gives the lines found there; null means all of it.</summary>
    public long? TailBytes { get; init; }

    /// <summary>
    /// Only lines from this time on (UTC), in all runs that are kept unless <see cref="Run"/> or <see cref="Previous"/> says which; null means any.
    /// The lines of a service are taken to be in the order of time.
    /// </summary>
    public DateTime? Since { get; init; }

    /// <summary>Only lines up to this time (UTC), it included, in the same runs; null means any.</summary>
    public DateTime? Until { get; init; }

    /// <summary>Only lines, or pieces of very long ones, whose text this fits; null means all.</summary>
    public LogFilter? Grep { get; init; }

    /// <summary>Only the run before the newest, of each service.</summary>
    public bool Previous { get; init; }

    /// <summary>Go on where an earlier answer ended, instead of <see cref="Tail"/>; opaque.</summary>
    public string? Cursor { get; init; }
}
