using Baton.Processes.Devices;

namespace Baton.Supervision.Devices;

/// <summary>What can happen to a device gate.</summary>
public abstract record DeviceGateEvent
{
    private DeviceGateEvent()
    {
    }

    /// <summary>The devices were looked at.</summary>
    public sealed record Sighted(DeviceSighting Sighting) : DeviceGateEvent;

    /// <summary>The armed timer fired.</summary>
    public sealed record TimerFired(int Epoch) : DeviceGateEvent;
}
