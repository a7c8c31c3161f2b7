namespace Baton.Health.History;

/// <summary>A time in which a monitor was down.</summary>
/// <param name="Number">Counted from 1 for each monitor; 0 for one that is not saved yet.</param>
/// <param name="Begin">When it went down.</param>
/// <param name="End">When it came up again; null: it is down. Never before <paramref name="Begin"/>.</param>
/// <param name="Reason">The first reason; at most <see cref="MaxText"/> characters.</param>
/// <param name="Note">What a person wrote about it; null: nothing.</param>
public sealed record Incident(long Number, DateTimeOffset Begin, DateTimeOffset? End, string Reason, string? Note)
{
    /// <summary>How many characters of a reason or a note are kept.</summary>
    public const int MaxText = 500;

    /// <summary>How many of a monitor are kept, the newest.</summary>
    public const int MostKept = 200;
}
