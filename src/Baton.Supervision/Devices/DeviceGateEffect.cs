namespace Baton.Supervision.Devices;

/// <summary>What a step of a device gate asks to be done.</summary>
public abstract record DeviceGateEffect
{
    private DeviceGateEffect()
    {
    }

    /// <summary>Arm the one timer, in place of what was armed.</summary>
    public sealed record Arm(int Epoch, TimeSpan After) : DeviceGateEffect;

    /// <summary>Tell that these paths are missing: at the first sighting, after all were there, or now others than before.</summary>
    public sealed record Lost(IReadOnlyList<string> Missing) : DeviceGateEffect;

    /// <summary>Tell that all are there: at the first sighting, or after a loss.</summary>
    public sealed record Returned : DeviceGateEffect;

    /// <summary>Tell that all are there but not the same as before: a loss and a return in one.</summary>
    public sealed record Replaced : DeviceGateEffect;
}
