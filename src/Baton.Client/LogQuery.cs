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

    /// <summary>Only the run before the newest, of each service. Not when following.</summary>
    public bool Previous { get; init; }

    /// <summary>Only lines from this time on, in all runs that are kept unless one is named; null means any.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Only lines up to this time, it included, in the same runs; null means any. Not when following.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Only lines that this regular expression fits, without look-around or back-references; null means all.</summary>
    public string? Grep { get; init; }

    /// <summary>For <see cref="Grep"/> upper and lower case are the same.</summary>
    public bool IgnoresCase { get; init; }

    /// <summary>Begin this many lines before the end, 0 to 100,000; null begins at the beginning.</summary>
    public int? Tail { get; init; }

    /// <summary>Lines per page, 1 to 1,000; null means 100. Of no effect when following.</summary>
    public int? Limit { get; init; }

    /// <summary>Go on where an earlier page (its <c>next</c>) or stream (its <see cref="LogStream.LastId"/>) ended.</summary>
    public string? Cursor { get; init; }
}
