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

    private static async Task PageAsync(ControlRequest request, EventQuery query)
    {
        var board = request.Sources.Notices;
        var history = new EventHistory(board, request.Sources.Journal);
        var last = board.Last;
        var start = query.BeginInMemory(history, last, otherwise: 0);
        var page = start is not null && history.IsInMemory(start.Place)
            ? Read(history, start, query, request.Gone)
            : await request.Turns.AskAsync(() => Read(history, start ?? query.BeginInJournal(history, request.Gone), query, request.Gone), request.Gone);
        var next = page.Next < board.Last ? page.Next.ToString(CultureInfo.InvariantCulture) : null;
        PageLink.Set(request.Context, next);
        var record = new EventPage([.. page.Found.Select(EventRecords.Of)], next, page.Missed > 0 ? page.Missed : null, last, page.IsCut ? true : null);
        await Answer.WriteAsync(request.Context, record, WireJson.Default.EventPage);
    }

    private static (IReadOnlyList<Notice> Found, long Missed, long Next, bool IsCut) Read(EventHistory history, EventStart start, EventQuery query, CancellationToken gone)
    {
        var (found, place) = (new List<Notice>(), start.Place);
        long missed = 0;
        for (var i = 0; i < MostReadings && found.Count < query.Limit; i++)
        {
            gone.ThrowIfCancellationRequested();
            var page = history.Read(place, query.Limit - found.Count, query.Filter);
            // A gap is told before the event that comes after it: there a page ends, and the next one begins.
            if (page.Missed > 0 && found.Count > 0) break;
            missed += page.Missed;
            found.AddRange(page.Notices);
            place = page.Next;
            if (page.IsEnd) break;
        }

        return (found, missed, place.Seq, start.IsCut);
    }
}
