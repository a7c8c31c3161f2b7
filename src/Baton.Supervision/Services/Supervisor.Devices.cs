using Baton.Supervision.Devices;

namespace Baton.Supervision.Services;

/// <summary>What becomes of services when their devices come and go, inside the actor's turns.</summary>
public sealed partial class Supervisor
{
    private void WatchDevices(ServiceSlot slot)
    {
        if (slot.Definition.RequiresDevices.Count == 0) return;
        var version = slot.VersionOf(Watcher.Devices);
        slot.Devices = new SlotDevices(slot.Definition.RequiresDevices, _ports.Devices, _ports.Time,
            e => _actor.Post(new SupervisorMessage.DevicesChanged(slot, version, e)));
        slot.Devices.Watch();
    }

    private void HandleDevices(ServiceSlot slot, SupervisorMessage.DevicesChanged x)
    {
        if (slot.Devices is not { } devices || x.Version != slot.VersionOf(Watcher.Devices)) return;
        var isFirst = devices.Gate.Told is null;
        foreach (var effect in devices.Step(x.Event))
        {
            // A run that began before these devices were watched has not lost them.
            if (isFirst && effect is DeviceGateEffect.Returned && slot.State is { IsLive: true, IsDeviceAway: false }) PublishView(slot);
            else TellDevices(slot, effect);
        }
    }

    private void TellDevices(ServiceSlot slot, DeviceGateEffect effect)
    {
        var (what, detail) = effect switch
        {
            DeviceGateEffect.Lost x => ("devices_missing", $"missing {string.Join(", ", x.Missing)}"),
            DeviceGateEffect.Returned => ("devices_present", "its devices are there"),
            _ => ("devices_replaced", "its devices are others than before"),
        };
        if (IsAsBefore(slot, effect)) return;
        var before = slot.Cause;
        slot.Cause = _ports.Notices.Publish(slot.Subject, what, cause: null, detail);
        var state = slot.State;
        Step(slot, effect is DeviceGateEffect.Lost ? new ServiceEvent.DeviceLost(detail) : new ServiceEvent.DeviceReturned(detail));
        if (!ReferenceEquals(state, slot.State)) return;
        // Nothing followed from it, so what follows next has another cause; what it waits for may be different all the same.
        slot.Cause = before;
        PublishView(slot);
    }
}
