using Baton.Contracts;
using Baton.Control.Events;
using Baton.Control.Routing;
using Baton.Control.Turns;
using Baton.Journal.Reading;

namespace Baton.Control.Streams;

/// <summary>
/// The stream of events. It reads the history by number whenever it is woken, so that a slow reader delays nobody and is told how many it
/// missed.
/// </summary>
internal sealed class EventStreaming
{
    private const int BatchSize = 256;

    private readonly ControlRequest _request;
    private readonly EventQuery _query;
    private readonly EventHistory _history;
    private readonly WakeSignal _signal;
    private JournalPlace _place = new(0);

    private EventStreaming(ControlRequest request, EventQuery query, EventHistory history, WakeSignal signal) =>
        (_request, _query, _history, _signal) = (request, query, history, signal);

    /// <param name="request">The request.</param>
    /// <param name="query">Which events, and after which; where nothing is said of that, only new ones.</param>
    public static async Task RunAsync(ControlRequest request, EventQuery query)
    {
        var board = request.Sources.Notices;
        var history = new EventHistory(board, request.Sources.Journal);
        var signal = new WakeSignal();
        // Listening first, then reading: what is published in between is seen by one or the other.
        using var listening = board.Listen(_ => signal.Wake());
        var start = query.BeginInMemory(history, board.Last, otherwise: board.Last);
        // That the journal may be read now is said by the status; the stream begins before it is read, since that takes as long as it is large.
        using var turn = start is null ? await request.Turns.TakeAsync(request.Gone) : null;
        var streaming = new EventStreaming(request, query, history, signal);
        await ServerEvents.RunAsync(request, events => streaming.SendAsync(events, start, turn));
    }

    private async Task SendAsync(ServerEvents events, EventStart? start, HistoryTurn? turn)
    {
        // What is under way in the background of a wait must end with the stream, also when that ends by the API's end.
        using var over = CancellationTokenSource.CreateLinkedTokenSource(_request.Gone);
        if (turn is not null)
        {
            var finding = turn.ReadAsync(() => _query.BeginInJournal(_history, over.Token));
            if (!await events.WaitAsync(finding, over, patience: News.LastWords)) return;
            start = await finding;
            turn.Dispose();
        }

        _place = start!.Place;
        if (start.IsCut) events.Add("cut", null, new StreamCut(_place.Seq), WireJson.Default.StreamCut);
        await FollowAsync(events, over);
        // Whoever may read no longer is told so at once.
        await events.FlushAsync(_request.Gone);
        await SendRestAsync(events);
    }

    /// <summary>One that is far behind gets the rest next time.</summary>
    private async Task SendRestAsync(ServerEvents events)
    {
        var began = _request.Sources.Time.GetTimestamp();
        while (_request.Sources.Time.GetElapsedTime(began) < News.LastWords && await ReadAsync(_request.Gone) is { IsEnd: false } page)
            await SendPageAsync(events, page);
    }

    /// <summary>Sends what there is and what comes, until the stream is to end.</summary>
    private async Task FollowAsync(ServerEvents events, CancellationTokenSource over)
    {
        while (true)
        {
            var reading = ReadAsync(over.Token);
            if (!await events.WaitAsync(reading, over)) return;
            if (await reading is { IsEnd: false } page) await SendPageAsync(events, page);
            else if (!await events.WaitAsync(_signal.WaitAsync(over.Token), over)) return;
        }
    }

    private async Task SendPageAsync(ServerEvents events, JournalPage page)
    {
        if (page.Missed > 0) events.Add("gap", null, new StreamGap(page.Missed), WireJson.Default.StreamGap);
        foreach (var notice in page.Notices) events.Add(_request.Frames.Of(notice));
        _place = page.Next;
        await events.FlushAsync(_request.Gone);
        _request.Gone.ThrowIfCancellationRequested();
    }

    private Task<JournalPage> ReadAsync(CancellationToken ct) => _history.IsInMemory(_place)
        ? Task.FromResult(_history.Read(_place, BatchSize, _query.Filter))
        : _request.Turns.CatchUpAsync(() => _history.Read(_place, BatchSize, _query.Filter), ct);
}
