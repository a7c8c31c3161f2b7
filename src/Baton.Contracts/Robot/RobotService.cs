using System.Text.Json.Serialization;

namespace Baton.Contracts.Robot;

/// <summary>A service as the robot's API shows it. Times are Unix seconds.</summary>
public record RobotService
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Its first process; null when it has none.</summary>
    public int? Pid { get; init; }

    /// <summary>One of <see cref="RobotStates"/>.</summary>
    public required string Status { get; init; }

    /// <summary><c>never</c>, <c>on-failure</c> or <c>always</c>.</summary>
    public required string RestartPolicy { get; init; }

    /// <summary>Failed runs in a row; a stable run and a person's start forget them.</summary>
    public required int CrashCount { get; init; }

    /// <summary>When its present or last run began; null before the first.</summary>
    public double? LastRestart { get; init; }

    /// <summary>When its present run began; null when it has none.</summary>
    public double? StartTime { get; init; }

    /// <summary>Processor time of its tree between the last two measurements, in percent of one processor; 0 when it is not known.</summary>
    public double CpuPercent { get; init; }

    /// <summary>Resident memory of its tree, in MiB; 0 when it is not known.</summary>
    public double MemoryMb { get; init; }

    /// <summary>When its <c>health_check</c> was carried out last; null before the first time, and without one.</summary>
    public double? LastHealthCheck { get; init; }

    /// <summary><c>healthy</c>, <c>unhealthy</c>, or <c>unknown</c> until enough checks have said; null where nothing says how it does.</summary>
    public string? HealthStatus { get; init; }

    /// <summary>How it does; absent where nothing says so.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public RobotHealth? Health { get; init; }
}

/// <summary>The same in a list, with what the manifest says of it.</summary>
public sealed record RobotEntry : RobotService
{
    /// <summary>What people call it; its name when nobody said.</summary>
    [JsonPropertyOrder(1)]
    public required string DisplayName { get; init; }

    /// <summary>What it is for; empty when nobody said.</summary>
    [JsonPropertyOrder(1)]
    public required string Description { get; init; }

    /// <summary>What kind of program people say it is; <c>unknown</c> when nobody said.</summary>
    [JsonPropertyOrder(1)]
    public required string Type { get; init; }

    /// <summary>The port it serves on, as the manifest says.</summary>
    [JsonPropertyOrder(1)]
    public int? Port { get; init; }

    /// <summary><c>up</c> starts it.</summary>
    [JsonPropertyOrder(1)]
    public required bool Autostart { get; init; }
}

/// <summary>How a service does.</summary>
/// <param name="Healthy">It does well, as far as is known.</param>
/// <param name="Message">What the last look found.</param>
public sealed record RobotHealth(bool Healthy, string Message);
