using Baton.Control.Mapping;
using Baton.Control.Routing;
using Baton.Supervision.Logs;

namespace Baton.Control.Streams;

/// <summary>
/// The stream of log lines: one follower for all services of it, read as fast as the reader takes it. What is wrong with the question is answered as
/// any other's; then the stream begins, before anything is looked for, since that takes as long as the logs are large.
/// </summary>
internal static class LogStreaming
{
    private const int LinesPerEvent = 1000;

    // At the end of the API readers get what is there; a reader that is far behind gets the rest from the files, next time.
    private const int LastBatches = 64;
    private static readonly TimeSpan IdInterval = TimeSpan.FromSeconds(1);

    public static async Task RunAsync(ControlRequest request, LogQuery query)
    {
        if (request.Context.Request.Headers["Last-Event-ID"].ToString() is { Length: > 0 } last) query = query with { Cursor = last };
        using var follower = new LogFollower(request.Sources.Logs, request.Sources.Activity, query, request.Sources.Time);
        // A terminal that was stopped goes on where it was; on TCP the reader may be gone without a word.
        await ServerEvents.RunAsync(request, events => SendAsync(events, follower, request), mayRest: request.Peer.IsLocalUser);
    }

    private static async Task SendAsync(ServerEvents events, LogFollower follower, ControlRequest request)
    {
        var time = request.Sources.Time;
        // What is under way in the background of a wait must end with the stream, also when that ends by the API's end.
        using var over = CancellationTokenSource.CreateLinkedTokenSource(request.Gone);
        // Of a job that is over at once the daemon may end before anything is open; what it wrote is to be told all the same.
        if (!await events.WaitAsync(follower.OpenAsync(over.Token), over, patience: News.LastWords)) return;
        // Who is cut off before the first line goes on from the beginning that was found for it, and not from another.
        events.AddIdle(follower.Cursor);
        await events.FlushAsync(request.Gone);
        var batch = new LogBatch(LinesPerEvent);
        var idAt = time.GetTimestamp();
        while (await events.WaitAsync(follower.ReadAsync(batch, over.Token), over))
        {
            // The place of a thousand services is long: it is not worth more than one a second.
            var needsId = follower.HasShortCursor || time.GetElapsedTime(idAt) >= IdInterval;
            if (needsId) idAt = time.GetTimestamp();
            await SendAsync(events, batch, needsId ? follower.Cursor : null, request.Gone);
        }

        await SendRestAsync(events, follower, batch, request);
        // Added last of all: a stream that the daemon ends is resumed exactly, however many services it is of.
        events.AddIdle(follower.Cursor);
    }

    private static async Task SendAsync(ServerEvents events, LogBatch batch, string? id, CancellationToken ct)
    {
        using (events.Begin("lines", id)) LogLines.Write(events.Json, batch);
        await events.FlushAsync(ct);
    }

    private static async Task SendRestAsync(ServerEvents events, LogFollower follower, LogBatch batch, ControlRequest request)
    {
        var (time, began) = (request.Sources.Time, request.Sources.Time.GetTimestamp());
        // What the cancelled read had found already comes first.
        for (var i = 0; i < LastBatches && time.GetElapsedTime(began) < News.LastWords; i++)
        {
            if (i > 0 || batch.Entries.Count == 0) await follower.ReadRestAsync(batch, request.Gone);
            if (batch.Entries.Count == 0) break;
            await SendAsync(events, batch, follower.Cursor, request.Gone);
        }
    }
}
