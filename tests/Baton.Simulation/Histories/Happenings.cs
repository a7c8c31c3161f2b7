using Baton.Simulation.World;

namespace Baton.Simulation.Histories;

/// <summary>What is to happen in a history, drawn ahead of it.</summary>
internal static class Happenings
{
    /// <summary>How long people and faults are at work in a history; then nothing goes wrong any more.</summary>
    public static readonly TimeSpan Storm = TimeSpan.FromMinutes(4);

    /// <summary>How long after that all that is desired must run again, and all else be at its end.</summary>
    public static readonly TimeSpan Calm = TimeSpan.FromMinutes(8);

    private static readonly (HappeningKind Kind, int Weight)[] Weights =
    [
        (HappeningKind.Start, 8), (HappeningKind.Stop, 10), (HappeningKind.StopOnly, 3), (HappeningKind.Restart, 4), (HappeningKind.Enable, 1), (HappeningKind.Disable, 1),
        (HappeningKind.Reload, 3), (HappeningKind.Scale, 4), (HappeningKind.Down, 1), (HappeningKind.DownAndKill, 1), (HappeningKind.Crash, 10), (HappeningKind.CrashLeavingOthers, 5),
        (HappeningKind.Hang, 2), (HappeningKind.Unready, 2), (HappeningKind.SpawnsFail, 2), (HappeningKind.Stuck, 2), (HappeningKind.DeviceLost, 4), (HappeningKind.DeviceReplaced, 1),
        (HappeningKind.DeviceFlaps, 1), (HappeningKind.WallClockJumps, 2), (HappeningKind.DiskFull, 1), (HappeningKind.OutputTrouble, 1), (HappeningKind.DaemonKilled, 4),
        (HappeningKind.DaemonKilledAt, 12), (HappeningKind.GuardianKilled, 3), (HappeningKind.SlowWire, 2), (HappeningKind.Strangers, 2),
    ];

    private static readonly int Sum = Weights.Sum(weight => weight.Weight);

    /// <summary>Those of a history, by time.</summary>
    public static IReadOnlyList<Happening> Draw(Dice dice)
    {
        var all = new List<Happening>();
        var at = TimeSpan.Zero;
        var pause = dice.OneOf(2.0, 6.0, 12.0);
        while (true)
        {
            // Often one thing right upon another, since that is where the trouble is.
            at += dice.Is(0.4) ? dice.Seconds(0, 0.05) : dice.Seconds(0, pause);
            if (at >= Storm) return all;
            all.Add(new Happening(all.Count, at, Kind(dice.Below(Sum)), dice.Below(1000)));
        }
    }

    private static HappeningKind Kind(int number)
    {
        foreach (var (kind, weight) in Weights)
        {
            if ((number -= weight) < 0) return kind;
        }

        throw new System.Diagnostics.UnreachableException();
    }
}
