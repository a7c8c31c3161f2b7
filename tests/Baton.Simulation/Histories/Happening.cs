using System.Globalization;

namespace Baton.Simulation.Histories;

/// <summary>What people, machines and chance do to Baton in a history. Each stands for itself: a history without it is a history too.</summary>
/// <param name="Number">Its place in the history; its dice are thrown by it.</param>
/// <param name="At">When, from the beginning.</param>
/// <param name="Kind">What.</param>
/// <param name="On">What it concerns: a number that stands for a service, a device or a count.</param>
internal sealed record Happening(int Number, TimeSpan At, HappeningKind Kind, int On)
{
    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{At.TotalSeconds,8:0.000} s  {Kind} #{On}");
}

/// <summary>The kinds.</summary>
internal enum HappeningKind
{
    Start,
    Stop,
    StopOnly,
    Restart,
    Enable,
    Disable,
    Reload,
    Scale,
    Down,
    DownAndKill,
    Crash,
    CrashLeavingOthers,
    Hang,
    Unready,
    SpawnsFail,
    Stuck,
    DeviceLost,
    DeviceReplaced,
    DeviceFlaps,
    WallClockJumps,
    DiskFull,
    OutputTrouble,
    DaemonKilled,
    DaemonKilledAt,
    GuardianKilled,
    SlowWire,
    Strangers,
}
