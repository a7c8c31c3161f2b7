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
    /// Begin this many lines before the end of the newest (or given) run, 0 to <see cref="MaxTail"/>; null begins at its beginning.
    /// </summary>
    public int? Tail { get; init; }

    /// <summary>Go on where an earlier answer ended, instead of <see cref="Tail"/>; opaque.</summary>
    public string? Cursor { get; init; }
}
