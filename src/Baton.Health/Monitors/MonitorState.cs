using Baton.Health.Breaker;
using Baton.Probes;

namespace Baton.Health.Monitors;

/// <summary>Where a monitor stands.</summary>
/// <param name="Health">By the latest result.</param>
/// <param name="Since">Since when it is that; null when always.</param>
/// <param name="Breaker">Its breaker.</param>
/// <param name="Total">Results since it is known, over restarts of Baton.</param>
/// <param name="Successful">Successes among them.</param>
/// <param name="ConsecutiveFailures">Failures since the latest success. Stops growing at <see cref="int.MaxValue"/>.</param>
/// <param name="Last">The latest result, ignored ones included; null before the first.</param>
/// <param name="LastCheck">When that was.</param>
/// <param name="LastLooked">When it was last due or asked for, also when the breaker kept the probe from going.</param>
/// <param name="GraceUntil">Until then failures before the first success are ignored; monotonic. Zero when none are.</param>
/// <param name="IsProbing">A probe is under way.</param>
public sealed record MonitorState(
    MonitorHealth Health,
    DateTimeOffset? Since,
    BreakerState Breaker,
    long Total,
    long Successful,
    int ConsecutiveFailures,
    ProbeResult? Last,
    DateTimeOffset? LastCheck,
    DateTimeOffset? LastLooked,
    TimeSpan GraceUntil,
    bool IsProbing)
{
    /// <summary>One of which nothing is known.</summary>
    public static readonly MonitorState New = new(MonitorHealth.Unknown, null, BreakerState.New, 0, 0, 0, null, null, null, TimeSpan.Zero, false);

    /// <summary>The breaker kept the latest probe that was due, or asked for, from going.</summary>
    public bool IsSkipped { get; init; }

    /// <summary>How its latest results went.</summary>
    public LatestOutcomes Latest { get; init; }

    /// <summary>Its health is what this daemon found, or was told, and not only what an earlier one did.</summary>
    public bool IsFound { get; init; }

    /// <summary>What is known of it stands for another endpoint from now on: its counts go on, and what a person has isolated stays so. Nothing else.</summary>
    public MonitorState OfAnother() => this with
    {
        Breaker = Breaker.Phase == BreakerPhase.Isolated ? Breaker : BreakerState.New,
        Health = MonitorHealth.Unknown,
        ConsecutiveFailures = 0,
        Last = null,
        IsSkipped = false,
        IsFound = false,
    };

    /// <summary>Successes of all results in percent, with two decimals, half to even; 0 without any.</summary>
    public double UptimePercentage => Total == 0 ? 0 : Math.Round(100.0 * Successful / Total, 2);
}
