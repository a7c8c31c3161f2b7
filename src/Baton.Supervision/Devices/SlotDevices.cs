using Baton.Core.Actors;
using Baton.Processes.Devices;

namespace Baton.Supervision.Devices;

/// <summary>The devices of one service inside the supervisor's actor: what is known of them, the timer of doubt, and the watch.</summary>
internal sealed class SlotDevices : IDisposable
{
    private readonly ActorTimer _timer;
    private readonly IDevices _devices;
    private readonly Action<DeviceGateEvent> _happened;
    private IDisposable? _watch;
    private readonly IReadOnlyList<string> _paths;
    private readonly TimeProvider _time;
    private volatile IReadOnlyList<DeviceView> _views = [];

    /// <param name="paths">What is watched.</param>
    /// <param name="devices">Who watches.</param>
    /// <param name="time">The clock of the timer.</param>
    /// <param name="happened">Posts to the actor; called from the watch's and the timer's threads.</param>
    public SlotDevices(IReadOnlyList<string> paths, IDevices devices, TimeProvider time, Action<DeviceGateEvent> happened)
    {
        (_paths, _devices, _time, _happened) = (paths, devices, time, happened);
        _timer = new ActorTimer(time, epoch => happened(new DeviceGateEvent.TimerFired(epoch)));
    }

    /// <summary>Begins to watch; once the service knows this, since the first sighting may come at once.</summary>
    public void Watch() => _watch = _devices.Watch(_paths, sighting => _happened(new DeviceGateEvent.Sighted(sighting)));

    /// <summary>What is known of them.</summary>
    public DeviceGate Gate { get; private set; } = new();

    /// <summary>Each device as it was seen last; none until they were looked at. May be read by any thread.</summary>
    public IReadOnlyList<DeviceView> Views => _views;

    /// <summary>Steps the gate; what there is to tell.</summary>
    public IEnumerable<DeviceGateEffect> Step(DeviceGateEvent e)
    {
        if (e is DeviceGateEvent.Sighted seen) _views = ViewsOf(seen.Sighting);
        var (next, effects) = DeviceGateMachine.Step(Gate, e);
        if (next.Epoch != Gate.Epoch) _timer.Disarm();
        Gate = next;
        foreach (var arm in effects.OfType<DeviceGateEffect.Arm>()) _timer.Arm(arm.Epoch, arm.After);
        return effects.Where(effect => effect is not DeviceGateEffect.Arm);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _watch?.Dispose();
        _timer.Dispose();
    }

    private DeviceView[] ViewsOf(DeviceSighting sighting)
    {
        var (now, missing, before) = (_time.GetUtcNow(), sighting.Missing.ToHashSet(), _views);
        return [.. _paths.Select((path, i) => before.Count > i && before[i].IsPresent != missing.Contains(path) ? before[i] : new DeviceView(path, !missing.Contains(path), now))];
    }
}
