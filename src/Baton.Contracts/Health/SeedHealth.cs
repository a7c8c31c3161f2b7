using System.Text.Json.Serialization;

namespace Baton.Contracts.Health;

/// <summary>Answer of <c>GET /</c>.</summary>
/// <param name="Service"><c>Orchestrator</c>.</param>
/// <param name="Version">Of the interface, which clients compare: <c>0.1.0</c>.</param>
/// <param name="Status"><c>running</c>.</param>
/// <param name="Endpoints">Where to look.</param>
public sealed record SeedRoot(string Service, string Version, string Status, SeedEndpoints Endpoints);

/// <summary>Where to look.</summary>
/// <param name="Health">Whether it works itself.</param>
/// <param name="HealthStatus">How the monitors do.</param>
public sealed record SeedEndpoints(string Health, string HealthStatus);

/// <summary>Answer of <c>GET /health</c>.</summary>
/// <param name="Status"><c>ok</c>, or with status 503 <c>stalled</c>: nothing is watched any more.</param>
/// <param name="Service"><c>orchestrator</c>.</param>
public sealed record SeedAlive(string Status, string Service);

/// <summary>Answer of <c>GET /healthz</c>.</summary>
/// <param name="Ok">Always true.</param>
public sealed record SeedAnswering(bool Ok);

/// <summary>Answer of <c>GET /health/status</c> and <c>POST /health/trigger</c>.</summary>
/// <param name="Timestamp">When it was put together.</param>
/// <param name="Services">All monitors by name, in the order of the manifest.</param>
/// <param name="OverallHealth"><c>healthy</c>, <c>degraded</c> or, when none is well, <c>unhealthy</c>.</param>
/// <param name="Unfinished">Monitors whose probe took longer than a request waits for; left out where there is none.</param>
public sealed record SeedStatus(
    string Timestamp,
    IReadOnlyDictionary<string, SeedMonitor> Services,
    string OverallHealth,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<string>? Unfinished = null);

/// <summary>One monitor.</summary>
public sealed record SeedMonitor
{
    /// <summary><c>healthy</c>, <c>unhealthy</c> or, while its breaker keeps probes away, <c>circuit_open</c>.</summary>
    public required string Health { get; init; }

    /// <summary>When it was last looked at; null before the first time.</summary>
    public required string? LastCheck { get; init; }

    /// <summary>How long its latest answer took; null while it does not answer well.</summary>
    public required double? ResponseTimeMs { get; init; }

    /// <summary>What is wrong; null when nothing is.</summary>
    public required string? ErrorMessage { get; init; }

    /// <summary>Failures since the latest success.</summary>
    public required int ConsecutiveFailures { get; init; }

    /// <summary>Probes so far; those that the breaker kept away are none.</summary>
    public required long TotalChecks { get; init; }

    /// <summary>Successes among them.</summary>
    public required long SuccessfulChecks { get; init; }

    /// <summary>Their share in percent, with two decimals; 0 before the first.</summary>
    public required double UptimePercentage { get; init; }

    /// <summary><c>closed</c>, <c>open</c> or <c>half_open</c>.</summary>
    public required string CircuitBreakerState { get; init; }
}

/// <summary>Body of a failed request to these paths.</summary>
/// <param name="Detail">What failed.</param>
public sealed record SeedProblem(string Detail);
