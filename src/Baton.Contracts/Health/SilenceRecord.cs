namespace Baton.Contracts.Health;

/// <summary>A silence that is in force.</summary>
/// <param name="Until">When it ends by itself (UTC).</param>
/// <param name="Reason">Why, for people; may be empty.</param>
/// <param name="By">Who wanted it.</param>
public sealed record SilenceRecord(DateTimeOffset Until, string Reason, string By)
{
    /// <summary>The monitor; null: all of them.</summary>
    public string? Monitor { get; init; }
}
