using System.Text.Json.Serialization;

namespace Baton.Health.Monitors.Remembering;

/// <summary>What is saved of a monitor's state. Instants are of the clock on the wall, since no other goes on over a restart.</summary>
internal sealed record RememberedMonitor
{
    /// <summary>What was watched (<see cref="ProbeTarget"/>); null from an earlier build.</summary>
    public string? Target { get; init; }

    public MonitorHealth Health { get; init; }

    public DateTimeOffset? Since { get; init; }

    public Breaker.BreakerPhase Phase { get; init; }

    public int Failures { get; init; }

    public int Successes { get; init; }

    public int Opens { get; init; }

    /// <summary>When the break is over; null while it is not open.</summary>
    public DateTimeOffset? Until { get; init; }

    public long Total { get; init; }

    public long Successful { get; init; }

    /// <summary>As <see cref="LatestOutcomes.Write"/> writes it.</summary>
    public string? Latest { get; init; }

    public int ConsecutiveFailures { get; init; }

    public DateTimeOffset? LastCheck { get; init; }

    public DateTimeOffset? LastLooked { get; init; }

    /// <summary>The latest result; null where there is none.</summary>
    public RememberedResult? Last { get; init; }
}

/// <summary>What is saved of a monitor's latest result.</summary>
internal sealed record RememberedResult
{
    public bool IsSuccess { get; init; }

    /// <summary>In 100 ns.</summary>
    public long Took { get; init; }

    public string Detail { get; init; } = "";

    public Probes.FailureKind? Kind { get; init; }

    public int? Port { get; init; }

    public DateTimeOffset? CertificateExpires { get; init; }
}

/// <summary>How it is written.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault, UseStringEnumConverter = true, MaxDepth = 8)]
[JsonSerializable(typeof(RememberedMonitor))]
internal sealed partial class RememberedJson : JsonSerializerContext;
