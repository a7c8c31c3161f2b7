using Baton.Health.Breaker;
using Baton.Probes.Addresses;
using Baton.Probes.Specs;

namespace Baton.Health.Monitors;

/// <summary>One endpoint that is watched, as the manifest describes it. Compared by value.</summary>
/// <param name="Name">Of the form of <see cref="Core.Names"/>; unique among monitors.</param>
/// <param name="Probe">What is asked; <see cref="ProbeSpec.Push"/> for one that reports by itself within each interval.</param>
public sealed record MonitorDefinition(string Name, ProbeSpec Probe)
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

    /// <summary>Where its probe may go. Default neither to link-local nor to metadata addresses.</summary>
    public AddressPolicy Addresses { get; init; } = AddressPolicy.Guarded;

    /// <summary>Alarms are told after a failure was confirmed.</summary>
    public Confirmation Confirmation { get; init; } = new();

    /// <summary>While that monitor is down no alarm of this one is told; null, the default, for none.</summary>
    public string? Parent { get; init; }

    /// <summary>Words by which people choose monitors.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Which others it is shown with; null for none.</summary>
    public string? Group { get; init; }

    /// <summary>What it is called on the public status page; null for its name.</summary>
    public string? Title { get; init; }

    /// <summary>Shown on the public status page, where there is one. Default false.</summary>
    public bool IsPublic { get; init; }

    /// <summary>All words by which people choose it: its name, its tags, its group.</summary>
    public IReadOnlyList<string> Words => Group is null ? [Name, .. Tags] : [Name, .. Tags, Group];

    /// <summary>It reports by itself.</summary>
    public bool IsPush => Probe is ProbeSpec.Push;

    /// <summary>The other asks the same in the same way, so that what is known of this one holds for it.</summary>
    public bool WatchesTheSame(MonitorDefinition other) =>
        (Probe, Timing, Breaker, Grace, Addresses).Equals((other.Probe, other.Timing, other.Breaker, other.Grace, other.Addresses));

    /// <inheritdoc/>
    public bool Equals(MonitorDefinition? other) => other is not null && WatchesTheSame(other)
        && (Name, Confirmation, Parent, Group, Title, IsPublic).Equals((other.Name, other.Confirmation, other.Parent, other.Group, other.Title, other.IsPublic)) && Tags.SequenceEqual(other.Tags);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Name, Timing, Group, Tags.Count);
}
