using Baton.Control.Routing;

namespace Baton.Control.Streams;

/// <summary>Waits for news of a stream, for silence, and for the end, whichever comes first.</summary>
internal static class News
{
    /// <summary>Silence after which it is told that there is nothing to tell.</summary>
    public static readonly TimeSpan Idle = TimeSpan.FromSeconds(15);

    /// <summary>For how long a reader is told what there still is when the API ends; of the three seconds that its connection has then.</summary>
    public static readonly TimeSpan LastWords = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Waits until <paramref name="news"/> has completed, 15 s have passed, or the API ends. Throws what <paramref name="news"/> threw.
    /// </summary>
    public static async Task<Wait> WaitAsync(Task news, ControlRequest request)
    {
        if (!news.IsCompleted)
        {
            using var over = CancellationTokenSource.CreateLinkedTokenSource(request.Stopping.Token);
            await Task.WhenAny(news, Task.Delay(Idle, request.Sources.Time, over.Token));
            // The timer of a wait that ended early must not outlive it.
            await over.CancelAsync();
        }

        if (!news.IsCompleted) return request.Stopping.Token.IsCancellationRequested ? Wait.Stopping : Wait.Idle;
        await news;
        // One that is far behind always has news.
        return request.Stopping.Token.IsCancellationRequested ? Wait.Stopping : Wait.News;
    }
}
