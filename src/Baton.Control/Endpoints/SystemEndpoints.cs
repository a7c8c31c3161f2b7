using Baton.Contracts;
using Baton.Control.Mapping;
using Baton.Control.Routing;

namespace Baton.Control.Endpoints;

/// <summary><c>/api/v1/system</c>: the daemon itself.</summary>
internal static class SystemEndpoints
{
    public static Task GetAsync(ControlRequest request)
    {
        _ = new QueryReader(request.Context.Request);
        return Answer.WriteAsync(request.Context, request.Options.System(), WireJson.Default.SystemRecord);
    }

    public static async Task ShutdownAsync(ControlRequest request)
    {
        _ = new QueryReader(request.Context.Request);
        var wanted = await BodyReader.ReadAsync(request.Context, WireJson.Default.ShutdownRequest, new ShutdownRequest());
        request.Options.Shutdown(wanted.Kill, request.Cause);
        await Answer.WriteAsync(request.Context, request.Options.System(), WireJson.Default.SystemRecord);
    }
}
