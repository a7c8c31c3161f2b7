namespace Baton.Health.Monitors;

/// <summary>How sure a failure must be before people are told of it. What is shown, counted and told to the breaker waits for nothing.</summary>
public sealed record Confirmation
{
    /// <summary>Most retries: 100.</summary>
    public const int MostRetries = 100;

    /// <summary>How many more probes must fail after the first that failed. Default 0: people are told at once.</summary>
    public int Retries { get; init; }

    /// <summary>The time between those. Default 5 s.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(5);
}
