using Baton.Contracts;
using Baton.Control.Pages;
using Baton.Control.Problems;
using Microsoft.AspNetCore.Http;

namespace Baton.Control.Routing;

/// <summary>All that is answered, as one table.</summary>
internal static class Routes
{
    /// <summary>All routes; where two match, the first one counts.</summary>
    public static IReadOnlyList<Route> All { get; } = [.. NativeRoutes.All, .. DetailRoutes.All, .. LoginRoutes.All, .. RobotRoutes.All, .. MetricsRoutes.All, .. NotifyRoutes.All, .. MonitorRoutes.All, .. AlarmRoutes.All, .. SeedHealthRoutes.All, .. StatusPageRoutes.All, .. PageRoutes.All];

    /// <summary>How failures at an address are written, also where no route is known or there is none.</summary>
    public static Func<HttpContext, Exception, Task<bool>> ProblemsAt(string path) =>
        RobotRoutes.Covers(path) ? RobotProblems.WriteAsync : SeedHealthRoutes.Covers(path) ? SeedHealthProblems.WriteAsync : ProblemWriter.WriteAsync;

    /// <summary>The route of a request.</summary>
    /// <exception cref="ProblemException">There is none: 404, or 405 when the path has others.</exception>
    public static (Route Route, string Name) Find(string method, string path)
    {
        var segments = path.Split('/', 16);
        List<string>? others = null;
        foreach (var route in All)
        {
            if (!route.Matches(segments, out var name)) continue;
            if (route.Method == method || (method == "HEAD" && route.Method == "GET")) return (route, name);
            (others ??= []).Add(route.Method);
        }

        if (others is null) throw new ProblemException(ErrorCodes.NotFound, 404, "there is no such address in this API; see docs/reference/api.md");
        var allowed = string.Join(", ", others.Distinct());
        throw new ProblemException(ErrorCodes.MethodNotAllowed, 405, $"this address takes {allowed} only") { Allow = allowed };
    }
}
