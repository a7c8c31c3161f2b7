using Baton.Control.Endpoints.Health;
using Baton.Control.Routing;

namespace Baton.Control.Streams;

/// <summary>The stream of monitors: how they are, then what changes.</summary>
internal static class MonitorStreaming
{
    /// <summary>While things change, a reader is told no more often than this.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    /// <param name="request">The request.</param>
    /// <param name="filter">Which monitors.</param>
    /// <param name="recent">With how many of their newest results.</param>
    public static async Task RunAsync(ControlRequest request, MonitorFilter filter, int recent)
    {
        var telling = new MonitorTelling(request, filter, recent);
        var signal = new WakeSignal();
        // Listening first, then looking: what changes in between is seen by one or the other.
        using var listening = request.Sources.Monitors?.Listen(signal.Wake);
        await PresentStreaming.RunAsync(request, signal, Pause, telling.SendAsync);
    }
}
