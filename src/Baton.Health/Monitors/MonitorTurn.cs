using Baton.Probes;

namespace Baton.Health.Monitors;

/// <summary>One probe of a monitor, begun when the scheduler gives it a turn.</summary>
internal sealed class MonitorTurn(MonitorSlot slot, IProbe probe, int epoch, Action<FleetMessage> post) : IThreadPoolWorkItem
{
    // What becomes of it is told as a message, whatever it is, so nobody needs to await it.
    public void Execute() => _ = ExecuteAsync();

    private async Task ExecuteAsync()
    {
        try
        {
            post(new FleetMessage.Ended(slot, epoch, await probe.ExecuteAsync(slot.Stop.Token), null));
        }
        catch (OperationCanceledException) when (slot.Stop.IsCancellationRequested)
        {
            post(new FleetMessage.Ended(slot, epoch, null, null));
        }
        catch (Exception e)
        {
            // A bug of Baton's own. One answer that nobody had thought of must not end the watching of all others: this probe has failed, loudly.
            post(new FleetMessage.Ended(slot, epoch, new ProbeResult(false, TimeSpan.Zero, $"the probe met a bug of Baton: {e.GetType().Name}: {e.Message}"), e));
        }
    }
}
