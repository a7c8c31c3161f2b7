using Baton.Contracts.Robot;

namespace Baton.Control.Describing;

/// <summary>What programs are told of <c>/api/services</c>.</summary>
internal static class AboutRobot
{
    public static RouteAbout List { get; } = new("All services (robot's API)") { Answer = () => RobotJson.Default.RobotList, IsTagged = true };

    public static RouteAbout Status { get; } = new("One service (robot's API)") { Answer = () => RobotJson.Default.RobotStatus };

    public static RouteAbout Start { get; } = new("Start a service (robot's API)") { Answer = () => RobotJson.Default.RobotActed, Fails = [502, 503, 504] };

    public static RouteAbout Stop { get; } = new("Stop a service (robot's API)")
    {
        Query = [new("force", "kill it at once") { Words = ["true", "false", "1", "0", "yes", "no", "on", "off"] }],
        Answer = () => RobotJson.Default.RobotActed,
        Fails = [503, 504],
    };

    public static RouteAbout Restart { get; } = new("Stop a service, then start it again (robot's API)") { Answer = () => RobotJson.Default.RobotActed, Fails = [502, 503, 504] };

    public static RouteAbout Logs { get; } = new("The last lines of a service (robot's API)")
    {
        Query = [new("lines", "how many of each stream; default 50") { From = 1, To = 1000 }],
        Answer = () => RobotJson.Default.RobotLogs,
        Fails = [500],
    };

    public static RouteAbout Health { get; } = new("How a service does (robot's API)") { Answer = () => RobotJson.Default.RobotHealthAnswer };
}
