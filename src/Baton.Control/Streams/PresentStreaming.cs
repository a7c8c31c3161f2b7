using Baton.Control.Routing;

namespace Baton.Control.Streams;

/// <summary>A stream that says how things are: it tells after each wake, at once when it was quiet, else after a pause. Many changes meanwhile are told as one.</summary>
internal static class PresentStreaming
{
    /// <summary>Answers with such a stream until the other side goes or the API ends.</summary>
    /// <param name="request">The request.</param>
    /// <param name="signal">Woken after each change; by now it is already.</param>
    /// <param name="pause">While things change, the reader is told no more often than this.</param>
    /// <param name="send">Sends all that the reader was not told yet.</param>
    public static Task RunAsync(ControlRequest request, WakeSignal signal, TimeSpan pause, Func<ServerEvents, CancellationToken, Task> send) =>
        ServerEvents.RunAsync(request, events => SendAsync(events, request, signal, pause, send));

    private static async Task SendAsync(ServerEvents events, ControlRequest request, WakeSignal signal, TimeSpan pause, Func<ServerEvents, CancellationToken, Task> send)
    {
        var time = request.Sources.Time;
        using var over = CancellationTokenSource.CreateLinkedTokenSource(request.Gone);
        while (true)
        {
            await send(events, request.Gone);
            var sentAt = time.GetTimestamp();
            if (!await events.WaitAsync(signal.WaitAsync(over.Token), over)) break;
            if (pause - time.GetElapsedTime(sentAt) is var left && left > TimeSpan.Zero) await RestAsync(left, request);
        }

        await send(events, request.Gone);
    }

    private static async Task RestAsync(TimeSpan time, ControlRequest request)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(request.Stopping.Token, request.Gone);
        await Task.Delay(time, request.Sources.Time, over.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        request.Gone.ThrowIfCancellationRequested();
    }
}
