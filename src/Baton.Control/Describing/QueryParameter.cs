namespace Baton.Control.Describing;

/// <summary>A parameter of a query, as programs are told of it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="About">What it does.</param>
internal sealed record QueryParameter(string Name, string About)
{
    /// <summary>How many records a page may have.</summary>
    public static QueryParameter Limit { get; } = new("limit", "how many a page may have; default 100") { From = 1, To = 1000 };

    /// <summary>Where a page begins.</summary>
    public static QueryParameter Cursor { get; } = new("cursor", "what the page before gave as next");

    /// <summary>Services or groups.</summary>
    public static QueryParameter Service { get; } = new("service", "a service or group; none means all") { IsRepeated = true };

    /// <summary>It is a whole number, at least this; null: it is a text, unless <see cref="To"/> is set.</summary>
    public long? From { get; init; }

    /// <summary>It is a whole number, at most this.</summary>
    public long? To { get; init; }

    /// <summary>It is true or false.</summary>
    public bool IsFlag { get; init; }

    /// <summary>It is one of these words; none: any text.</summary>
    public IReadOnlyList<string> Words { get; init; } = [];

    /// <summary>It may be given more than once.</summary>
    public bool IsRepeated { get; init; }
}
