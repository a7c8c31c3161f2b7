namespace Baton.Health.Alarms;

/// <summary>A person wants to be told nothing of a monitor for a while.</summary>
/// <param name="Monitor">The monitor; null for all.</param>
/// <param name="Until">It ends by itself then (UTC).</param>
/// <param name="Reason">Why, for people; at most <see cref="MaxReason"/> characters are kept.</param>
/// <param name="By">Who wanted it.</param>
public sealed record Silence(string? Monitor, DateTimeOffset Until, string Reason, string By)
{
    /// <summary>How many characters of a reason are kept: 500.</summary>
    public const int MaxReason = 500;
}
