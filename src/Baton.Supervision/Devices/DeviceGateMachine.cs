using Baton.Processes.Devices;

namespace Baton.Supervision.Devices;

/// <summary>
/// Settles what is seen of a service's devices, as a pure step.
/// <para>
/// Guarantees: the first sighting is told at once; after it a change is told when nothing has changed for <see cref="Debounce"/>, and never
/// when the devices are as was told by then; something that never settles is told all the same, at most <see cref="ChangeLimit"/> + 1 times
/// the debounce after it began; nothing is told twice. A lost device that comes back as another thing, even under the same name and too
/// fast for a loss to be told, is told as replaced. All pairs of phase and event are listed in <c>DeviceGateMachine.approved.txt</c> of the tests.
/// </para>
/// </summary>
public static class DeviceGateMachine
{
    /// <summary>How long a change must last to be told: 500 ms, on loss and on return.</summary>
    public static readonly TimeSpan Debounce = TimeSpan.FromMilliseconds(500);

    /// <summary>How often further changes put off telling of one: 10 times.</summary>
    public const int ChangeLimit = 10;

    private static readonly DeviceGateEffect[] Nothing = [];

    /// <summary>One step: the next state and what is to be done, from the present state and what happened.</summary>
    public static (DeviceGate Next, IReadOnlyList<DeviceGateEffect> Effects) Step(DeviceGate g, DeviceGateEvent e) => (g.Phase, e) switch
    {
        // A timer of an earlier doubt changes nothing.
        (_, DeviceGateEvent.TimerFired x) when x.Epoch != g.Epoch => (g, Nothing),
        (DeviceGatePhase.Unknown, DeviceGateEvent.Sighted x) => Settle(g, x.Sighting),
        (_, DeviceGateEvent.Sighted x) when x.Sighting == g.Seen => (g, Nothing),
        (DeviceGatePhase.PresentInDoubt, DeviceGateEvent.Sighted x) when IsAsTold(g, x.Sighting) => Believe(g, DeviceGatePhase.Present, x.Sighting),
        (DeviceGatePhase.AbsentInDoubt, DeviceGateEvent.Sighted x) when IsAsTold(g, x.Sighting) => Believe(g, DeviceGatePhase.Absent, x.Sighting),
        // Another device of the set became another thing, while what is missing is still missing.
        (DeviceGatePhase.Absent, DeviceGateEvent.Sighted x) when IsAsTold(g, x.Sighting) => (g with { Seen = x.Sighting }, Nothing),
        (DeviceGatePhase.Present or DeviceGatePhase.PresentInDoubt, DeviceGateEvent.Sighted x) => Doubt(g, DeviceGatePhase.PresentInDoubt, x.Sighting),
        (DeviceGatePhase.Absent or DeviceGatePhase.AbsentInDoubt, DeviceGateEvent.Sighted x) => Doubt(g, DeviceGatePhase.AbsentInDoubt, x.Sighting),
        (DeviceGatePhase.PresentInDoubt or DeviceGatePhase.AbsentInDoubt, DeviceGateEvent.TimerFired) => Settle(g, g.Seen!),
        _ => (g, Nothing),
    };

    /// <summary>Nobody who was told the last thing would learn anything from this one.</summary>
    private static bool IsAsTold(DeviceGate g, DeviceSighting seen) => g.IsOpen
        ? seen == g.Told
        : !seen.AreAllPresent && seen.Missing.SequenceEqual(g.Missing);

    private static (DeviceGate, IReadOnlyList<DeviceGateEffect>) Doubt(DeviceGate g, DeviceGatePhase phase, DeviceSighting seen)
    {
        var changes = g.Phase == phase ? g.Changes + 1 : 0;
        // What flaps for ever must not be put off for ever: the timer that is armed stands.
        if (changes > ChangeLimit) return (g with { Seen = seen }, Nothing);
        var next = g with { Phase = phase, Epoch = g.Epoch + 1, Seen = seen, Changes = changes };
        return (next, [new DeviceGateEffect.Arm(next.Epoch, Debounce)]);
    }

    private static (DeviceGate, IReadOnlyList<DeviceGateEffect>) Settle(DeviceGate g, DeviceSighting seen)
    {
        DeviceGateEffect news = (seen.AreAllPresent, g.IsOpen) switch
        {
            (false, _) => new DeviceGateEffect.Lost(seen.Missing),
            (true, true) => new DeviceGateEffect.Replaced(),
            (true, false) => new DeviceGateEffect.Returned(),
        };
        var (next, _) = Believe(g, seen.AreAllPresent ? DeviceGatePhase.Present : DeviceGatePhase.Absent, seen);
        return (next with { Told = seen }, [news]);
    }

    private static (DeviceGate, IReadOnlyList<DeviceGateEffect>) Believe(DeviceGate g, DeviceGatePhase phase, DeviceSighting seen) =>
        (g with { Phase = phase, Epoch = g.Epoch + 1, Seen = seen, Changes = 0 }, Nothing);
}
