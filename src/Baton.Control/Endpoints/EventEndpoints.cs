using System.Globalization;
using Baton.Contracts;
using Baton.Control.Mapping;
using Baton.Control.Paging;
using Baton.Control.Problems;
using Baton.Control.Routing;
using Baton.Control.Streams;

namespace Baton.Control.Endpoints;

/// <summary><c>/api/v1/events</c>: what changed and why, as pages or as a stream.</summary>
internal static class EventEndpoints
{
    public static Task GetAsync(ControlRequest request)
    {
        var query = new QueryReader(request.Context.Request, "after", "cursor", "limit");
        var after = query.Number("after", 0, long.MaxValue) ?? query.Number("cursor", 0, long.MaxValue);
        var limit = query.Limit();
        return request.WantsStream ? EventStreaming.RunAsync(request, LastEventId(request) ?? after) : PageAsync(request, after ?? 0, limit);
    }

    private static long? LastEventId(ControlRequest request)
    {
        if (request.Context.Request.Headers["Last-Event-ID"].ToString() is not { Length: > 0 } text) return null;
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seq)) return seq;
        throw ProblemException.Invalid("Last-Event-ID must be the number of an event");
    }

    private static Task PageAsync(ControlRequest request, long after, int limit)
    {
        var notices = request.Sources.Notices.After(after, limit);
        var next = notices.Count == limit && notices[^1].Seq < request.Sources.Notices.Last
            ? notices[^1].Seq.ToString(CultureInfo.InvariantCulture)
            : null;
        PageLink.Set(request.Context, next);
        var page = new Page<EventRecord>([.. notices.Select(EventRecords.Of)], next);
        return Answer.WriteAsync(request.Context, page, WireJson.Default.PageEventRecord);
    }
}
