using Baton.Contracts;
using Baton.Control.Events;
using Baton.Control.Routing;
using Baton.Journal.Reading;

namespace Baton.Control.Streams;

/// <summary>
/// The stream of events. It reads the history by number whenever it is woken, so that a slow reader delays nobody and is told how many it
/// missed.
/// </summary>
internal static class EventStreaming
{
    private const int BatchSize = 256;

    /// <param name="request">The request.</param>
    /// <param name="query">Which events, and after which; where nothing is said of that, only new ones.</param>
    public static async Task RunAsync(ControlRequest request, EventQuery query)
    {
        var board = request.Sources.Notices;
        var history = new EventHistory(board, request.Sources.Journal);
        var signal = new WakeSignal();
        // Listening first, then reading: what is published in between is seen by one or the other.
        using var listening = board.Listen(_ => signal.Wake());
        var start = query.BeginInMemory(history, board.Last, otherwise: board.Last) ?? await request.Turns.AskAsync(() => query.BeginInJournal(history, request.Gone), request.Gone);
        var place = start.Place;
        using var events = await ServerEvents.StartAsync(request);
        if (start.IsCut) events.Add("cut", null, new StreamCut(place.Seq), WireJson.Default.StreamCut);
        while (true)
        {
            place = await SendAllAsync(events, request, history, place, query.Filter);
            // One wait for each sleep, however often it is told that all is quiet meanwhile: a second one would eat the first one's wake.
            var news = signal.WaitAsync(request.Gone);
            Wait wait;
            while ((wait = await News.WaitAsync(news, request)) == Wait.Idle)
            {
                events.AddIdle();
                await events.FlushAsync(request.Gone);
            }

            if (wait == Wait.Stopping) break;
        }

        await SendAllAsync(events, request, history, place, query.Filter);
        events.AddEnd(request.Stopping);
        await events.FlushAsync(request.Gone);
    }

    private static async Task<JournalPlace> SendAllAsync(ServerEvents events, ControlRequest request, EventHistory history, JournalPlace place, NoticeFilter filter)
    {
        while (true)
        {
            var page = await ReadAsync(request, history, place, filter);
            if (page.IsEnd) return place;
            if (page.Missed > 0) events.Add("gap", null, new StreamGap(page.Missed), WireJson.Default.StreamGap);
            foreach (var notice in page.Notices) events.Add(request.Frames.Of(notice));

            place = page.Next;
            await events.FlushAsync(request.Gone);
            request.Gone.ThrowIfCancellationRequested();
        }
    }

    private static ValueTask<JournalPage> ReadAsync(ControlRequest request, EventHistory history, JournalPlace place, NoticeFilter filter) => history.IsInMemory(place)
        ? new ValueTask<JournalPage>(history.Read(place, BatchSize, filter))
        : new ValueTask<JournalPage>(request.Turns.CatchUpAsync(() => history.Read(place, BatchSize, filter), request.Gone));
}
