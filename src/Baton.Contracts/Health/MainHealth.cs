using System.Text.Json;
using System.Text.Json.Serialization;

namespace Baton.Contracts.Health;

/// <summary>Answer of <c>GET /</c> of the gateway.</summary>
/// <param name="Message">What this is.</param>
/// <param name="Version">Of the interface: <c>0.1.0</c>.</param>
/// <param name="Services">Names of the monitors.</param>
/// <param name="Docs">Where the interface is described.</param>
public sealed record MainRoot(string Message, string Version, IReadOnlyList<string> Services, string Docs);

/// <summary>Answer of <c>GET /health</c> of the gateway.</summary>
/// <param name="Orchestrator"><c>healthy</c>, or <c>stalled</c> with status 503.</param>
/// <param name="Services">All monitors by name.</param>
/// <param name="Overall"><c>healthy</c>, <c>degraded</c> or <c>unhealthy</c>.</param>
public sealed record MainAlive(string Orchestrator, IReadOnlyDictionary<string, MainAliveMonitor> Services, string Overall);

/// <summary>One monitor, in short: <paramref name="Details"/> when it is well, <paramref name="Error"/> when not.</summary>
/// <param name="Status"><c>healthy</c>, <c>unhealthy</c> or <c>unknown</c>.</param>
/// <param name="Url">Its base address.</param>
/// <param name="Details">The JSON object that it last answered with; empty where there is none.</param>
/// <param name="Error">What is wrong.</param>
public sealed record MainAliveMonitor(string Status, string Url, JsonElement? Details = null, string? Error = null);

/// <summary>Answer of <c>GET /health/status</c> of the gateway.</summary>
/// <param name="Overall"><c>healthy</c>, <c>degraded</c>, <c>unhealthy</c> or <c>unknown</c>.</param>
/// <param name="Timestamp">When it was put together.</param>
/// <param name="Services">All monitors by name.</param>
/// <param name="Monitoring">How they are watched.</param>
/// <param name="Unfinished">Monitors whose probe took longer than a request waits for; left out where there is none.</param>
public sealed record MainStatus(
    string Overall,
    string Timestamp,
    IReadOnlyDictionary<string, MainMonitor> Services,
    MainMonitoring Monitoring,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<string>? Unfinished = null);

/// <summary>How monitors are watched.</summary>
/// <param name="CheckInterval">Seconds; the shortest of all. Without a fraction where it has none.</param>
/// <param name="Running">False when nothing is watched any more.</param>
public sealed record MainMonitoring(decimal CheckInterval, bool Running);

/// <summary>One monitor of the gateway.</summary>
public sealed record MainMonitor
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Its base address.</summary>
    public required string Url { get; init; }

    /// <summary><c>healthy</c>, <c>unhealthy</c> or <c>unknown</c>.</summary>
    public required string Status { get; init; }

    /// <summary>When it was last asked; null before the first time.</summary>
    public required string? LastCheck { get; init; }

    /// <summary>How long its latest answer took; null while it does not answer well.</summary>
    public required double? ResponseTimeMs { get; init; }

    /// <summary>What is wrong; null when nothing is.</summary>
    public required string? Error { get; init; }

    /// <summary><c>closed</c>, <c>open</c> or <c>half_open</c>.</summary>
    public required string CircuitState { get; init; }

    /// <summary>Failures since the latest success.</summary>
    public required int ConsecutiveFailures { get; init; }

    /// <summary>Share of successes among the latest 100 results in percent, with two decimals; 100 before the first.</summary>
    public required double UptimePercentage { get; init; }

    /// <summary>The JSON object that it last answered with; empty while it is not well, and where that is none or has more than 4 KiB.</summary>
    public required JsonElement Details { get; init; }
}
