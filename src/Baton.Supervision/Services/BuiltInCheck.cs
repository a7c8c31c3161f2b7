namespace Baton.Supervision.Services;

/// <summary>A check that a service registry may name. It reports, and restarts nothing.</summary>
/// <param name="Name">Its name in the registry.</param>
/// <param name="Good">What is said of a service that is well.</param>
/// <param name="Bad">What is said of one that is not. Exactly one of the members below says how that is found out.</param>
public sealed record BuiltInCheck(string Name, string Good, string Bad)
{
    /// <summary>TCP port on this machine that must accept a connection; the service's own <c>port</c> comes before it.</summary>
    public int? Port { get; init; }

    /// <summary>Path that must exist.</summary>
    public string? Path { get; init; }

    /// <summary>Program that must end with exit code 0, and its arguments; it has the folder and the variables of the service.</summary>
    public IReadOnlyList<string>? Command { get; init; }

    /// <summary>With <see cref="Command"/>: what is said when there is no such program.</summary>
    public string Missing { get; init; } = "";

    /// <summary>With <see cref="Command"/>: what is said, and followed by why, when it could not be run to its end.</summary>
    public string Trouble { get; init; } = "";

    /// <summary>All there are.</summary>
    public static IReadOnlyList<BuiltInCheck> All { get; } =
    [
        OfPort("movement_check", "Movement server", 8081),
        OfPort("video_check", "Video server", 5000),
        OfPort("api_check", "API server", 8000),
        OfPort("ultrasonic_check", "Ultrasonic server", 8080),
        OfPort("line_tracker_check", "Line tracker server", 8090),
        OfPort("gateway_check", "Gateway API", 7070),
        new("telemetry_check", "Telemetry server is responding", "Telemetry server not accessible") { Port = 8000 },
        new("ros_core_check", "ROS 2 core is responding", "ROS 2 core not responding")
        {
            Command = ["ros2", "topic", "list"],
            Missing = "ROS 2 not installed",
            Trouble = "ROS health check failed",
        },
        new("sensor_check", "I2C bus is available", "I2C bus not available") { Path = "/dev/i2c-1" },
    ];

    private static BuiltInCheck OfPort(string name, string subject, int port) =>
        new(name, $"{subject} is responding", $"{subject} port not accessible") { Port = port };
}
