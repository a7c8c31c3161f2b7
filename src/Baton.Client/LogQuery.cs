namespace Baton.Client;

/// <summary>Which log lines are wanted.</summary>
public sealed record LogQuery
{
    /// <summary>Services; empty means all. Lines of several are merged by time.</summary>
    public IReadOnlyList<string> Services { get; init; } = [];

    /// <summary><c>stdout</c>, <c>stderr</c> or <c>baton</c>; null means all.</summary>
    public string? Stream { get; init; }

    /// <summary>
    /// Number of a run, which then belongs to a single service; null means the newest run (and, when following, later ones).
    /// </summary>
    public int? Run { get; init; }

    /// <summary>Begin this many lines before the end, 0 to 100,000; null begins at the beginning.</summary>
    public int? Tail { get; init; }

    /// <summary>Lines per page, 1 to 1,000; null means 100. Of no effect when following.</summary>
    public int? Limit { get; init; }

    /// <summary>Go on where an earlier page (its <c>next</c>) or stream (its <see cref="LogStream.LastId"/>) ended.</summary>
    public string? Cursor { get; init; }
}
