using Baton.Control.Describing;
using Baton.Control.Endpoints.Robot;
using Baton.Control.Problems;

namespace Baton.Control.Routing;

/// <summary>The API that clients of the robot's service manager know; <c>docs/reference/robot-api.md</c> tells it to people.</summary>
internal static class RobotRoutes
{
    private const string Root = "/api/services";

    /// <summary>All of it.</summary>
    public static IReadOnlyList<Route> All { get; } =
    [
        Of("GET", "list", RobotServices.ListAsync, AboutRobot.List),
        Of("GET", "status/{name}", RobotServices.GetAsync, AboutRobot.Status),
        Of("POST", "start/{name}", RobotActs.StartAsync, AboutRobot.Start),
        Of("POST", "stop/{name}", RobotActs.StopAsync, AboutRobot.Stop),
        Of("POST", "restart/{name}", RobotActs.RestartAsync, AboutRobot.Restart),
        Of("GET", "logs/{name}", RobotLogLines.GetAsync, AboutRobot.Logs),
        Of("GET", "health/{name}", RobotServices.HealthAsync, AboutRobot.Health),
    ];

    /// <summary>Whether failures at this address are told in the robot's form, also where there is no route.</summary>
    public static bool Covers(string path) => path.StartsWith(Root, StringComparison.Ordinal) && (path.Length == Root.Length || path[Root.Length] == '/');

    private static Route Of(string method, string path, Func<ControlRequest, Task> handle, RouteAbout about) =>
        new(method, $"{Root}/{path}", handle) { About = about, WriteProblem = RobotProblems.WriteAsync };
}
