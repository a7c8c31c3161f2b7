namespace Baton.Supervision.Devices;

/// <summary>What is known of the devices of a service.</summary>
public enum DeviceGatePhase
{
    /// <summary>Nothing was seen yet.</summary>
    Unknown,

    /// <summary>All are there.</summary>
    Present,

    /// <summary>All were there; something else is seen now and has not lasted long enough to be told.</summary>
    PresentInDoubt,

    /// <summary>One or more are missing.</summary>
    Absent,

    /// <summary>One or more were missing; something else is seen now and has not lasted long enough to be told.</summary>
    AbsentInDoubt,
}
