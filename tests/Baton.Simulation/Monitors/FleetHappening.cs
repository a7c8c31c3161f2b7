using System.Globalization;
using Baton.Simulation.World;

namespace Baton.Simulation.Monitors;

/// <summary>What people, endpoints and chance do in a history of monitors. Each stands for itself: a history without it is a history too.</summary>
/// <param name="Number">Its place in the history; its dice are thrown by it.</param>
/// <param name="At">When, from the beginning.</param>
/// <param name="Kind">What.</param>
/// <param name="On">What it concerns: a number that stands for a monitor or a count.</param>
internal sealed record FleetHappening(int Number, TimeSpan At, FleetHappeningKind Kind, int On)
{
    /// <summary>How long a history of monitors lasts.</summary>
    public static readonly TimeSpan Span = TimeSpan.FromMinutes(12);

    private static readonly (FleetHappeningKind Kind, int Weight)[] Weights =
    [
        (FleetHappeningKind.EndpointChanges, 26), (FleetHappeningKind.Trigger, 8), (FleetHappeningKind.TriggerAll, 4), (FleetHappeningKind.Call, 22), (FleetHappeningKind.Isolate, 4),
        (FleetHappeningKind.Close, 5), (FleetHappeningKind.Reset, 2), (FleetHappeningKind.Silence, 2), (FleetHappeningKind.Reload, 3), (FleetHappeningKind.WallClockJumps, 3),
        (FleetHappeningKind.DiskFull, 2), (FleetHappeningKind.DaemonKilled, 3), (FleetHappeningKind.DaemonKilledAt, 6),
    ];

    private static readonly int Sum = Weights.Sum(weight => weight.Weight);

    /// <summary>Those of a history, by time.</summary>
    public static IReadOnlyList<FleetHappening> Draw(Dice dice)
    {
        var all = new List<FleetHappening>();
        var at = TimeSpan.Zero;
        var pause = dice.OneOf(4.0, 10.0, 20.0);
        while (true)
        {
            // Often one thing right upon another, since that is where the trouble is.
            at += dice.Is(0.3) ? dice.Seconds(0, 0.05) : dice.Seconds(0, pause);
            if (at >= Span) return all;
            all.Add(new FleetHappening(all.Count, at, KindOf(dice.Below(Sum)), dice.Below(1000)));
        }
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{At.TotalSeconds,8:0.000} s  {Kind} #{On}");

    private static FleetHappeningKind KindOf(int number)
    {
        foreach (var (kind, weight) in Weights)
        {
            if ((number -= weight) < 0) return kind;
        }

        throw new System.Diagnostics.UnreachableException();
    }
}

/// <summary>The kinds.</summary>
internal enum FleetHappeningKind
{
    EndpointChanges,
    Trigger,
    TriggerAll,
    Call,
    Isolate,
    Close,
    Reset,
    Silence,
    Reload,
    WallClockJumps,
    DiskFull,
    DaemonKilled,
    DaemonKilledAt,
}
