using Baton.Core.Actors;
using Baton.Processes.Devices;

namespace Baton.Supervision.Devices;

/// <summary>The devices of one service inside the supervisor's actor: what is known of them, the timer of doubt, and the watch.</summary>
internal sealed class SlotDevices : IDisposable
{
    private readonly ActorTimer _timer;
    private readonly IDisposable _watch;

    /// <param name="paths">What is watched.</param>
    /// <param name="devices">Who watches.</param>
    /// <param name="time">The clock of the timer.</param>
    /// <param name="happened">Posts to the actor; called from the watch's and the timer's threads.</param>
    public SlotDevices(IReadOnlyList<string> paths, IDevices devices, TimeProvider time, Action<DeviceGateEvent> happened)
    {
        _timer = new ActorTimer(time, epoch => happened(new DeviceGateEvent.TimerFired(epoch)));
        _watch = devices.Watch(paths, sighting => happened(new DeviceGateEvent.Sighted(sighting)));
    }

    /// <summary>What is known of them.</summary>
    public DeviceGate Gate { get; private set; } = new();

    /// <summary>Steps the gate; what there is to tell.</summary>
    public IEnumerable<DeviceGateEffect> Step(DeviceGateEvent e)
    {
        var (next, effects) = DeviceGateMachine.Step(Gate, e);
        if (next.Epoch != Gate.Epoch) _timer.Disarm();
        Gate = next;
        foreach (var arm in effects.OfType<DeviceGateEffect.Arm>()) _timer.Arm(arm.Epoch, arm.After);
        return effects.Where(effect => effect is not DeviceGateEffect.Arm);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _watch.Dispose();
        _timer.Dispose();
    }
}
