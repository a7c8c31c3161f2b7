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
        var supervisor = request.Sources.Supervisor;
        var telling = new ServiceTelling(supervisor, filter);
        var signal = new WakeSignal();
        using var looking = supervisor.LookAtFigures();
        // Listening first, then looking: what changes in between is seen by one or the other.
        using var listening = supervisor.Listen(signal.Wake);
        await PresentStreaming.RunAsync(request, signal, Pause, telling.SendAsync);
    }
}
