using System.Globalization;
using Baton.Contracts;
using Baton.Control.Mapping;
using Baton.Control.Routing;
using Baton.Core.Notices;

namespace Baton.Control.Streams;

/// <summary>
/// The stream of events. It reads the board by number whenever it is woken, so that a slow reader delays nobody and is told how many it
/// missed.
/// </summary>
internal static class EventStreaming
{
    private const int BatchSize = 256;

    /// <param name="request">The request.</param>
    /// <param name="after">Number of the last event the reader knows; null: only new ones.</param>
    public static async Task RunAsync(ControlRequest request, long? after)
    {
        var board = request.Sources.Notices;
        var signal = new WakeSignal();
        // Listening first, then reading: what is published in between is seen by one or the other.
        using var listening = board.Listen(_ => signal.Wake());
        // A number that is not reached yet is of a board that began anew: all there is happened after it.
        var seq = after is { } known ? (known > board.Last ? 0 : known) : board.Last;
        using var events = await ServerEvents.StartAsync(request);
        while (true)
        {
            seq = await SendAllAsync(events, board, seq, request.Gone);
            // One wait for each sleep, however many comments are sent meanwhile: a second one would eat the first one's wake.
            var news = signal.WaitAsync(request.Gone);
            Wait wait;
            while ((wait = await News.WaitAsync(news, request)) == Wait.Idle)
            {
                events.AddIdle();
                await events.FlushAsync(request.Gone);
            }

            if (wait == Wait.Stopping) break;
        }

        await SendAllAsync(events, board, seq, request.Gone);
        events.AddEnd(request.Stopping.Reason);
        await events.FlushAsync(request.Gone);
    }

    private static async Task<long> SendAllAsync(ServerEvents events, NoticeBoard board, long seq, CancellationToken ct)
    {
        while (board.After(seq, BatchSize) is { Count: > 0 } notices)
        {
            if (notices[0].Seq > seq + 1) events.Add("gap", null, new StreamGap(notices[0].Seq - seq - 1), WireJson.Default.StreamGap);
            foreach (var notice in notices)
            {
                events.Add("notice", notice.Seq.ToString(CultureInfo.InvariantCulture), EventRecords.Of(notice), WireJson.Default.EventRecord);
            }

            seq = notices[^1].Seq;
            await events.FlushAsync(ct);
        }

        return seq;
    }
}
