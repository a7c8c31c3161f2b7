using Baton.Health.Breaker;
using Baton.Probes.Specs;

namespace Baton.Health.Monitors;

/// <summary>One endpoint that is watched, as the manifest describes it. Compared by value.</summary>
/// <param name="Name">Of the form of <see cref="Core.Names"/>; unique among monitors.</param>
/// <param name="Probe">What is asked; null for one that reports by itself (push) within each interval.</param>
public sealed record MonitorDefinition(string Name, ProbeSpec? Probe)
{
    /// <summary>Default interval: 30 s.</summary>
    public static readonly TimeSpan DefaultInterval = TimeSpan.FromSeconds(30);

    /// <summary>Longest grace: 24 h.</summary>
    public static readonly TimeSpan MaxGrace = TimeSpan.FromHours(24);

    /// <summary>Interval and total deadline; its thresholds and its initial delay mean nothing here. Default 30 s and 5 s.</summary>
    public ProbeTiming Timing { get; init; } = new() { Interval = DefaultInterval };

    /// <summary>When its breaker opens and closes. A push monitor's never opens: there are no calls to keep away.</summary>
    public BreakerSettings Breaker { get; init; } = new();

    /// <summary>Failures before the first success are ignored for so long after the beginning. Default 0; at most <see cref="MaxGrace"/>.</summary>
    public TimeSpan Grace { get; init; }

    /// <summary>It reports by itself.</summary>
    public bool IsPush => Probe is null;
}
