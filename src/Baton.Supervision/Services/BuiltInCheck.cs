namespace Baton.Supervision.Services;

/// <summary>A check that a service registry may name. It reports, and restarts nothing.</summary>
/// <param name="Name">Its name in the registry.</param>
/// <param name="Subject">What it looks at; exactly one of the next three says how.</param>
public sealed record BuiltInCheck(string Name, string Subject)
{
    /// <summary>TCP port on this machine that must accept a connection; the service's own <c>port</c> comes before it.</summary>
    public int? Port { get; init; }

    /// <summary>Path that must exist.</summary>
    public string? Path { get; init; }

    /// <summary>Program that must end with exit code 0, and its arguments.</summary>
    public IReadOnlyList<string>? Command { get; init; }

    /// <summary>All there are.</summary>
    public static IReadOnlyList<BuiltInCheck> All { get; } =
    [
        new("movement_check", "Movement server") { Port = 8081 },
        new("video_check", "Video server") { Port = 5000 },
        new("api_check", "API server") { Port = 8000 },
        new("ultrasonic_check", "Ultrasonic server") { Port = 8080 },
        new("line_tracker_check", "Line tracker server") { Port = 8090 },
        new("gateway_check", "Gateway API") { Port = 7070 },
        new("telemetry_check", "Telemetry server") { Port = 8000 },
        new("ros_core_check", "ROS 2 core") { Command = ["ros2", "topic", "list"] },
        new("sensor_check", "I2C bus") { Path = "/dev/i2c-1" },
    ];
}
