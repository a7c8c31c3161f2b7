using Baton.Contracts.Robot;
using Baton.Control.Mapping;
using Baton.Control.Routing;
using Baton.Core;
using Baton.Supervision.Services;

namespace Baton.Control.Endpoints.Robot;

/// <summary><c>/api/services/list|status|health</c>: looking.</summary>
internal static class RobotServices
{
    private static readonly RobotHealth NoCheck = new(true, "No health check defined");

    public static Task ListAsync(ControlRequest request)
    {
        request.Sources.Supervisor.GlanceAtFigures();
        return Answer.WriteTaggedAsync(request.Context, request.Lists.Robot.Page(request.Sources.Supervisor.Services));
    }

    public static Task GetAsync(ControlRequest request)
    {
        request.Sources.Supervisor.GlanceAtFigures();
        return Answer.WriteAsync(request.Context, new RobotStatus(true, RobotRecords.Of(Find(request))), RobotJson.Default.RobotStatus);
    }

    public static Task HealthAsync(ControlRequest request)
    {
        var view = Find(request);
        return Answer.WriteAsync(request.Context, new RobotHealthAnswer(true, view.Name, RobotRecords.HealthOf(view) ?? NoCheck), RobotJson.Default.RobotHealthAnswer);
    }

    /// <summary>The service of the path: by its own name only, as it stands there.</summary>
    /// <exception cref="BatonException">NotFound: there is none.</exception>
    public static ServiceView Find(ControlRequest request)
    {
        if (request.Sources.Supervisor.Find(request.Name) is { } view) return view;
        // What a stranger sent is not repeated unless it could be a name.
        var what = Names.IsValid(request.Name) ? $"Service '{request.Name}' not found" : $"Service not found: its name must be {Names.Rule}";
        throw new BatonException(ErrorCode.NotFound, what);
    }
}
