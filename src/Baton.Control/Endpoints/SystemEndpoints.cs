using Baton.Contracts;
using Baton.Control.Mapping;
using Baton.Control.Routing;
using Baton.Core;

namespace Baton.Control.Endpoints;

/// <summary><c>/api/v1/system</c>: the daemon itself.</summary>
internal static class SystemEndpoints
{
    public static Task GetAsync(ControlRequest request)
    {
        _ = new QueryReader(request.Context.Request);
        return Answer.WriteAsync(request.Context, request.Options.System(), WireJson.Default.SystemRecord);
    }

    public static async Task UpgradeAsync(ControlRequest request)
    {
        _ = new QueryReader(request.Context.Request);
        var wanted = await BodyReader.ReadAsync(request.Context, WireJson.Default.UpgradeRequest, new UpgradeRequest());
        request.Options.Upgrade(wanted.Program ?? throw new BatonException(ErrorCode.InvalidRequest, "\"program\" is missing: the absolute path of the new program"), request.Cause);
        await Answer.WriteAsync(request.Context, request.Options.System(), WireJson.Default.SystemRecord);
    }

    public static async Task ShutdownAsync(ControlRequest request)
    {
        _ = new QueryReader(request.Context.Request);
        var wanted = await BodyReader.ReadAsync(request.Context, WireJson.Default.ShutdownRequest, new ShutdownRequest());
        if (wanted is { Kill: true, Keep: true }) throw new BatonException(ErrorCode.InvalidRequest, "either kill or keep");
        if (wanted.Keep) request.Options.Leave(request.Cause);
        else request.Options.Shutdown(wanted.Kill, request.Cause);
        await Answer.WriteAsync(request.Context, request.Options.System(), WireJson.Default.SystemRecord);
    }
}
