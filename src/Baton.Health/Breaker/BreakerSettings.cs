using Baton.Core;

namespace Baton.Health.Breaker;

/// <summary>When a breaker opens, for how long, and when it closes.</summary>
public sealed record BreakerSettings
{
    /// <summary>Highest of both thresholds: 1,000.</summary>
    public const int MaxThreshold = 1000;

    /// <summary>Longest break: 24 h.</summary>
    public static readonly TimeSpan MaxBreak = TimeSpan.FromHours(24);

    /// <summary>Failures in a row that open it. Default 5; 1 to <see cref="MaxThreshold"/>. Without meaning where <see cref="Ratio"/> is set.</summary>
    public int FailureThreshold { get; init; } = 5;

    /// <summary>Successes in a row while half-open that close it. Default 2; 1 to <see cref="MaxThreshold"/>.</summary>
    public int SuccessThreshold { get; init; } = 2;

    /// <summary>How long it stays open: by default always 60 s; with a factor, longer each time that a trial fails, until it closes.</summary>
    public Backoff Break { get; init; } = new(TimeSpan.FromSeconds(60), Factor: 1, TimeSpan.FromSeconds(60), Jitter: 0);

    /// <summary>Opens it by the share of failures instead of by failures in a row; null, the default, is by those.</summary>
    public FailureRatio? Ratio { get; init; }
}
