using Baton.Contracts;
using Baton.Control.Mapping;
using Baton.Control.Routing;
using Baton.Core;

namespace Baton.Control.Endpoints;

/// <summary><c>/api/v1/notify</c>: who is told of events, and a test of it.</summary>
internal static class NotifyEndpoints
{
    public static Task ListAsync(ControlRequest request)
    {
        _ = new QueryReader(request.Context.Request);
        return Answer.WriteAsync(request.Context, new Page<NotifyRecord>(request.Options.Notify?.Describe() ?? []), WireJson.Default.PageNotifyRecord);
    }

    public static async Task TestAsync(ControlRequest request)
    {
        _ = new QueryReader(request.Context.Request);
        _ = await BodyReader.ReadAsync(request.Context, WireJson.Default.NotifyTestRequest, new NotifyTestRequest());
        var notify = request.Options.Notify ?? throw new BatonException(ErrorCode.NotFound, "this daemon tells nobody of events");
        await Answer.WriteAsync(request.Context, await notify.TestAsync(request.Name, request.Cause.Who, request.Gone), WireJson.Default.NotifyTestRecord);
    }
}
