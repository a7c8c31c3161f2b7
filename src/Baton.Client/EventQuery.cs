namespace Baton.Client;

/// <summary>Which events are wanted.</summary>
public sealed record EventQuery
{
    /// <summary>Services and groups; empty means everything, also what is of no service.</summary>
    public IReadOnlyList<string> Services { get; init; } = [];

    /// <summary>Only events from this time on; null means any.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Begin this many events before the end, 0 to 100,000; null begins at the beginning, and when following with new ones.</summary>
    public int? Tail { get; init; }

    /// <summary>Events per page, 1 to 1,000; null means 100. Of no effect when following.</summary>
    public int? Limit { get; init; }

    /// <summary>Go on where an earlier page ended (its <c>next</c>).</summary>
    public string? Cursor { get; init; }
}
