namespace Baton.Contracts;

/// <summary>Answer of <c>GET /api/v1/services/{name}/probes</c>.</summary>
/// <param name="Probes">What is asked of the service; empty when nothing is.</param>
public sealed record ProbesRecord(IReadOnlyList<ProbeRecord> Probes);

/// <summary>A probe of a service.</summary>
public sealed record ProbeRecord
{
    /// <summary>What it is for: <c>startup</c>, <c>readiness</c>, <c>liveness</c>, or <c>check</c> for the built-in check.</summary>
    public required string Kind { get; init; }

    /// <summary>How it asks: <c>http</c>, <c>tcp</c>, <c>exec</c>, <c>log_line</c>, <c>process</c>, or <c>path</c> for a check that looks for a file.</summary>
    public required string Type { get; init; }

    /// <summary>What is asked, as a person would write it; secrets are masked.</summary>
    public string? Target { get; init; }

    /// <summary>From one execution to the next.</summary>
    public required double IntervalSeconds { get; init; }

    /// <summary>How long one execution may take.</summary>
    public required double TimeoutSeconds { get; init; }

    /// <summary>Failures in a row that make it unhealthy.</summary>
    public required int FailureThreshold { get; init; }

    /// <summary>Successes in a row that make it healthy.</summary>
    public required int SuccessThreshold { get; init; }

    /// <summary>What is known of the present run: <c>healthy</c>, <c>unhealthy</c> or <c>unknown</c>.</summary>
    public required string State { get; init; }

    /// <summary>Successful executions since the daemon began, or the probe was changed.</summary>
    public required long Successes { get; init; }

    /// <summary>The others.</summary>
    public required long Failures { get; init; }

    /// <summary>The newest results, at most 20, the newest first.</summary>
    public required IReadOnlyList<ProbeResultRecord> Last { get; init; }
}

/// <summary>What one execution of a probe found.</summary>
/// <param name="Time">When it had ended (UTC).</param>
/// <param name="Outcome"><c>healthy</c> or <c>unhealthy</c>.</param>
/// <param name="Message">What was found, for people; secrets are masked.</param>
/// <param name="DurationMs">How long it took, in milliseconds.</param>
public sealed record ProbeResultRecord(DateTimeOffset Time, string Outcome, string Message, double DurationMs);
