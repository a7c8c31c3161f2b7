using Baton.Control.Routing;
using Baton.Control.Services;

namespace Baton.Control.Streams;

/// <summary>The stream of services: how they are, then what changes.</summary>
internal static class ServiceStreaming
{
    /// <summary>While things change, a reader is told no more often than this.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <param name="request">The request.</param>
    /// <param name="filter">Which services; its names exist.</param>
    public static async Task RunAsync(ControlRequest request, ServiceFilter filter)
    {
        var (supervisor, time) = (request.Sources.Supervisor, request.Sources.Time);
        var telling = new ServiceTelling(supervisor, filter);
        var signal = new WakeSignal();
        using var looking = supervisor.LookAtFigures();
        // Listening first, then looking: what changes in between is seen by one or the other.
        using var listening = supervisor.Listen(signal.Wake);
        using var events = await ServerEvents.StartAsync(request);
        while (true)
        {
            await telling.SendAsync(events, request.Gone);
            var sentAt = time.GetTimestamp();
            // One wait for each sleep, however often it is told that all is quiet meanwhile: a second one would eat the first one's wake.
            var news = signal.WaitAsync(request.Gone);
            Wait wait;
            while ((wait = await News.WaitAsync(news, request)) == Wait.Idle)
            {
                events.AddIdle();
                await events.FlushAsync(request.Gone);
            }

            if (wait == Wait.Stopping) break;
            if (Pause - time.GetElapsedTime(sentAt) is var left && left > TimeSpan.Zero) await RestAsync(left, request);
        }

        await telling.SendAsync(events, request.Gone);
        events.AddEnd(request.Stopping);
        await events.FlushAsync(request.Gone);
    }

    private static async Task RestAsync(TimeSpan time, ControlRequest request)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(request.Stopping.Token, request.Gone);
        await Task.Delay(time, request.Sources.Time, over.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        request.Gone.ThrowIfCancellationRequested();
    }
}
