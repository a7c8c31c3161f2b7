using System.Globalization;
using Baton.Contracts;
using Baton.Control.Events;
using Baton.Control.Mapping;
using Baton.Control.Paging;
using Baton.Control.Routing;
using Baton.Control.Streams;
using Baton.Core.Notices;

namespace Baton.Control.Endpoints;

/// <summary><c>/api/v1/events</c>: what changed and why, as pages or as a stream.</summary>
internal static class EventEndpoints
{
    /// <summary>How many readings a page takes at most: each looks through some megabytes for rare events.</summary>
    private const int MostReadings = 4;

    public static Task GetAsync(ControlRequest request)
    {
        var query = EventQuery.Read(request);
        return request.WantsStream ? EventStreaming.RunAsync(request, query) : PageAsync(request, query);
    }

    private static Task PageAsync(ControlRequest request, EventQuery query)
    {
        var board = request.Sources.Notices;
        var history = new EventHistory(board, request.Sources.Journal);
        var place = query.Begin(history, board.Last, otherwise: 0);
        var found = new List<Notice>();
        for (var i = 0; i < MostReadings && found.Count < query.Limit; i++)
        {
            var page = history.Read(place, query.Limit - found.Count, query.Filter);
            found.AddRange(page.Notices);
            place = page.Next;
            if (page.IsEnd) break;
        }

        var next = place.Seq < board.Last ? place.Seq.ToString(CultureInfo.InvariantCulture) : null;
        PageLink.Set(request.Context, next);
        return Answer.WriteAsync(request.Context, new Page<EventRecord>([.. found.Select(EventRecords.Of)], next), WireJson.Default.PageEventRecord);
    }
}
