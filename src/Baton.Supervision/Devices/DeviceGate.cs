using Baton.Processes.Devices;

namespace Baton.Supervision.Devices;

/// <summary>Whether the devices of a service are there, as far as that is certain; changed only by <see cref="DeviceGateMachine"/>.</summary>
/// <param name="Phase">What is known and whether it is in doubt.</param>
/// <param name="Epoch">Grows whenever the timer is armed or counts no more; a timer counts only in the epoch that armed it.</param>
public sealed record DeviceGate(DeviceGatePhase Phase = DeviceGatePhase.Unknown, int Epoch = 0)
{
    /// <summary>What was told last; null before the first sighting.</summary>
    public DeviceSighting? Told { get; init; }

    /// <summary>What was seen last; null before the first sighting.</summary>
    public DeviceSighting? Seen { get; init; }

    /// <summary>In a phase of doubt: how often what is seen has changed since the doubt began.</summary>
    public int Changes { get; init; }

    /// <summary>All devices are there, as was told last. A loss that is not certain yet does not count.</summary>
    public bool IsOpen => Phase is DeviceGatePhase.Present or DeviceGatePhase.PresentInDoubt;

    /// <summary>The paths that are missing, as was told last; empty while the gate is open or nothing is known.</summary>
    public IReadOnlyList<string> Missing => Told?.Missing ?? [];
}
