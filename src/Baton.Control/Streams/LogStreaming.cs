using Baton.Control.Mapping;
using Baton.Control.Routing;
using Baton.Supervision.Logs;

namespace Baton.Control.Streams;

/// <summary>The stream of log lines: one follower for all services of it, read as fast as the reader takes it.</summary>
internal static class LogStreaming
{
    private const int LinesPerEvent = 1000;

    // At the end of the API readers get what is there; a reader that is far behind gets the rest from the files, next time.
    private const int LastBatches = 64;
    private static readonly TimeSpan IdInterval = TimeSpan.FromSeconds(1);

    public static async Task RunAsync(ControlRequest request, LogQuery query)
    {
        if (request.Context.Request.Headers["Last-Event-ID"].ToString() is { Length: > 0 } last) query = query with { Cursor = last };
        var time = request.Sources.Time;
        using var follower = await LogFollower.StartAsync(request.Sources.Logs, request.Sources.Activity, query, time, request.Gone);
        // A terminal that was stopped goes on where it was; on TCP the reader may be gone without a word.
        using var events = await ServerEvents.StartAsync(request, mayRest: request.Peer.IsLocalUser);
        // Its read goes on in the background of a wait; it must end with the stream, also when that ends by the API's end.
        using var reading = CancellationTokenSource.CreateLinkedTokenSource(request.Gone);
        var batch = new LogBatch(LinesPerEvent);
        long idAt = 0;
        while (true)
        {
            var news = follower.ReadAsync(batch, reading.Token);
            Wait wait;
            while ((wait = await News.WaitAsync(news, request)) == Wait.Idle)
            {
                events.AddIdle();
                await events.FlushAsync(request.Gone);
            }

            if (wait == Wait.Stopping)
            {
                await reading.CancelAsync();
                await EndedAsync(news);
                break;
            }

            // The place of a thousand services is long: it is not worth more than one a second.
            var needsId = idAt == 0 || time.GetElapsedTime(idAt) >= IdInterval;
            if (needsId) idAt = time.GetTimestamp();
            await SendAsync(events, batch, needsId ? follower.Cursor : null, request.Gone);
        }

        await SendRestAsync(events, follower, batch, request);
    }

    private static async Task SendAsync(ServerEvents events, LogBatch batch, string? id, CancellationToken ct)
    {
        using (events.Begin("lines", id)) LogLines.Write(events.Json, batch);
        await events.FlushAsync(ct);
    }

    private static async Task SendRestAsync(ServerEvents events, LogFollower follower, LogBatch batch, ControlRequest request)
    {
        // What the cancelled read had found already comes first.
        for (var i = 0; i < LastBatches; i++)
        {
            if (i > 0 || batch.Entries.Count == 0) await follower.ReadRestAsync(batch, request.Gone);
            if (batch.Entries.Count == 0) break;
            await SendAsync(events, batch, follower.Cursor, request.Gone);
        }

        events.AddEnd(request.Stopping);
        await events.FlushAsync(request.Gone);
    }

    /// <summary>Waits for a read that was cancelled.</summary>
    private static async Task EndedAsync(Task read)
    {
        try
        {
            await read;
        }
        catch (OperationCanceledException)
        {
            // That is what was asked for.
        }
    }
}
