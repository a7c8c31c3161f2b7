namespace Baton.Contracts.Health;

/// <summary>A monitor as it stands.</summary>
public sealed record MonitorRecord
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>How it asks: <c>http</c>, <c>tcp</c>, <c>udp</c>, <c>icmp</c>, <c>dns</c>, <c>websocket</c>, <c>grpc</c>, <c>exec</c>, <c>tls</c>, <c>redis</c>; <c>push</c>: it is told.</summary>
    public required string Kind { get; init; }

    /// <summary>What is asked, as a person would write it; secrets are masked. Null for one that is told.</summary>
    public string? Target { get; init; }

    /// <summary><c>unknown</c>, <c>healthy</c> or <c>unhealthy</c>, by its latest result.</summary>
    public required string Health { get; init; }

    /// <summary>Since when it is that; null: always.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Whether probes and calls go to it.</summary>
    public required MonitorBreakerRecord Breaker { get; init; }

    /// <summary>When its latest result came; null before the first.</summary>
    public DateTimeOffset? LastCheck { get; init; }

    /// <summary>A probe is under way.</summary>
    public bool Probing { get; init; }

    /// <summary>When it is due; null while it is isolated.</summary>
    public DateTimeOffset? NextCheck { get; init; }

    /// <summary>How long its latest result took, in milliseconds; null while that is no success.</summary>
    public double? ResponseTimeMs { get; init; }

    /// <summary>What is wrong by its latest result, for people; secrets are masked. Null when nothing is.</summary>
    public string? Error { get; init; }

    /// <summary>
    /// The same for programs: <c>timeout</c>, <c>refused</c>, <c>unreachable</c>, <c>closed</c>, <c>dns</c>, <c>tls</c>, <c>expiry</c>, <c>forbidden</c>, <c>protocol</c>,
    /// <c>redirect</c>, <c>status</c>, <c>content</c>, <c>latency</c>, <c>exit</c>, <c>unable</c> or <c>bug</c>; null where nothing is known of it.
    /// </summary>
    public string? FailureKind { get; init; }

    /// <summary>When the certificate that its latest result saw expires; null where it saw none.</summary>
    public DateTimeOffset? CertificateExpires { get; init; }

    /// <summary>Failures since the latest success.</summary>
    public required int ConsecutiveFailures { get; init; }

    /// <summary>Results since it is known, over restarts of Baton; those that the breaker kept away are none.</summary>
    public required long TotalChecks { get; init; }

    /// <summary>Successes among them.</summary>
    public required long SuccessfulChecks { get; init; }

    /// <summary>How much of the time it was well.</summary>
    public required MonitorUptimeRecord Uptime { get; init; }

    /// <summary>From one probe to the next.</summary>
    public required double IntervalSeconds { get; init; }

    /// <summary>How long a probe may take.</summary>
    public required double TimeoutSeconds { get; init; }

    /// <summary>Words by which people choose monitors.</summary>
    public required IReadOnlyList<string> Tags { get; init; }

    /// <summary>Which others it is shown with; null: none.</summary>
    public string? Group { get; init; }

    /// <summary>While that monitor is down no alarm of this one is told; null: there is none.</summary>
    public string? Parent { get; init; }

    /// <summary>The monitors whose parent it is.</summary>
    public required IReadOnlyList<string> Dependents { get; init; }

    /// <summary>The services that wait with their start until it is up.</summary>
    public IReadOnlyList<string>? Services { get; init; }

    /// <summary>The newest results, at most 60, the oldest first; in lists only as many as are asked for, and null when none are.</summary>
    public IReadOnlyList<MonitorResultRecord>? Recent { get; init; }
}

/// <summary>The breaker of a monitor.</summary>
/// <param name="State"><c>closed</c>, <c>open</c>, <c>half_open</c> or <c>isolated</c>.</param>
/// <param name="Failures">Failures in a row while it is closed; those that opened it while it is not.</param>
/// <param name="Opens">How often it has opened since it was last closed.</param>
/// <param name="Until">When its break is over; null while it is not open.</param>
public sealed record MonitorBreakerRecord(string State, int Failures, int Opens, DateTimeOffset? Until = null);

/// <summary>Shares of successes in percent, of the results of a span; null: there was none.</summary>
/// <param name="Hour">Of the last hour.</param>
/// <param name="Day">Of the last 24 hours.</param>
/// <param name="Week">Of the last 7 days.</param>
/// <param name="Month">Of the last 30 days.</param>
/// <param name="SinceStart">Since this daemon began to watch it.</param>
public sealed record MonitorUptimeRecord(double? Hour = null, double? Day = null, double? Week = null, double? Month = null, double? SinceStart = null);

/// <summary>One result.</summary>
/// <param name="Time">When it came.</param>
/// <param name="Healthy">It was a success.</param>
/// <param name="DurationMs">How long it took, in milliseconds.</param>
/// <param name="Text">For people; secrets are masked. Null: nothing is to be said.</param>
public sealed record MonitorResultRecord(DateTimeOffset Time, bool Healthy, double DurationMs, string? Text = null);
