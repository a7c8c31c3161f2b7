using System.Globalization;
using System.Text;
using Baton.Processes.Devices;
using Baton.Supervision.Devices;
using Baton.TestKit;

namespace Baton.Supervision.Tests.Devices;

/// <summary>
/// Every phase × event, stale ones too, printed and compared with the approved file. To approve a change, look at the difference and copy
/// <c>DeviceGateMachine.received.txt</c> over <c>DeviceGateMachine.approved.txt</c>.
/// </summary>
public class DeviceGateMachineMatrixTests
{
    private static readonly DeviceSighting Both = new([], "a1 b1");
    private static readonly DeviceSighting Other = new([], "a1 b2");
    private static readonly DeviceSighting WithoutB = new(["/dev/b"], "a1 -");
    private static readonly DeviceSighting OtherWithoutB = new(["/dev/b"], "a2 -");
    private static readonly DeviceSighting WithoutA = new(["/dev/a"], "- b1");

    private static readonly (string Name, DeviceSighting Sighting)[] Sightings =
    [
        ("both", Both), ("both, b another", Other), ("b missing", WithoutB), ("b missing, a another", OtherWithoutB), ("a missing", WithoutA),
    ];

    [Fact]
    public void Every_transition_is_as_approved() =>
        Approved.Check("tests/Baton.Supervision.Tests/Devices/DeviceGateMachine.approved.txt", Matrix());

    private static string Matrix()
    {
        var text = new StringBuilder();
        foreach (var (name, state) in States())
        {
            text.Append(name).Append('\n');
            foreach (var (what, sighting) in Sightings) AppendRow(text, state, $"sighted {what}", new DeviceGateEvent.Sighted(sighting));
            AppendRow(text, state, "timer fired", new DeviceGateEvent.TimerFired(7));
            AppendRow(text, state, "stale timer fired", new DeviceGateEvent.TimerFired(6));
            text.Append('\n');
        }

        return text.ToString();
    }

    private static void AppendRow(StringBuilder text, DeviceGate before, string what, DeviceGateEvent e)
    {
        var (next, effects) = DeviceGateMachine.Step(before, e);
        if (next == before && effects.Count == 0)
        {
            text.Append(CultureInfo.InvariantCulture, $"  {what}: –\n");
            return;
        }

        var changes = new List<string> { next.Phase.ToString() };
        if (next.Seen != before.Seen) changes.Add($"sees {NameOf(next.Seen)}");
        if (next.Told != before.Told) changes.Add($"told {NameOf(next.Told)}");
        if (next.Changes != before.Changes) changes.Add($"changes {next.Changes}");
        if (next.Epoch != before.Epoch) changes.Add("new epoch");
        text.Append(CultureInfo.InvariantCulture, $"  {what}: {string.Join(", ", [.. changes, .. effects.Select(Short)])}\n");
    }

    private static string NameOf(DeviceSighting? sighting) => $"({Sightings.Single(s => s.Sighting == sighting).Name})";

    private static string Short(DeviceGateEffect effect) => effect switch
    {
        DeviceGateEffect.Arm x => string.Create(CultureInfo.InvariantCulture, $"! arm {x.After.TotalSeconds:0.###} s"),
        DeviceGateEffect.Lost x => $"! lost {string.Join(' ', x.Missing)}",
        DeviceGateEffect.Returned => "! returned",
        DeviceGateEffect.Replaced => "! replaced",
        _ => throw new InvalidOperationException($"{effect}"),
    };

    private static IEnumerable<(string, DeviceGate)> States()
    {
        yield return ("Unknown", new DeviceGate(DeviceGatePhase.Unknown, 7));
        yield return ("Present, told both", new DeviceGate(DeviceGatePhase.Present, 7) { Told = Both, Seen = Both });
        var lost = new DeviceGate(DeviceGatePhase.PresentInDoubt, 7) { Told = Both, Seen = WithoutB, Changes = 2 };
        yield return ("PresentInDoubt, told both, sees b missing", lost);
        yield return ("PresentInDoubt, told both, sees b missing, at the limit of changes", lost with { Changes = DeviceGateMachine.ChangeLimit });
        yield return ("PresentInDoubt, told both, sees b another", lost with { Seen = Other });
        yield return ("Absent, told b missing", new DeviceGate(DeviceGatePhase.Absent, 7) { Told = WithoutB, Seen = WithoutB });
        var back = new DeviceGate(DeviceGatePhase.AbsentInDoubt, 7) { Told = WithoutB, Seen = Both, Changes = 2 };
        yield return ("AbsentInDoubt, told b missing, sees both", back);
        yield return ("AbsentInDoubt, told b missing, sees both, at the limit of changes", back with { Changes = DeviceGateMachine.ChangeLimit });
        yield return ("AbsentInDoubt, told b missing, sees a missing", back with { Seen = WithoutA });
    }
}
