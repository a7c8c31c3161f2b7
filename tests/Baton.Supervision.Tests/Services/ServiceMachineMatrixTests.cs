using System.Globalization;
using System.Text;
using Baton.Processes;
using Baton.Supervision.Services;
using Baton.TestKit;

namespace Baton.Supervision.Tests.Services;

/// <summary>
/// Every phase × event, stale ones too, printed and compared with the approved file: the state diagram that cannot go stale. To approve
/// a change, look at the difference and copy <c>ServiceMachine.received.txt</c> over <c>ServiceMachine.approved.txt</c>.
/// </summary>
public class ServiceMachineMatrixTests
{
    private static readonly ServicePolicy Policy = new();

    [Fact]
    public void Every_transition_is_as_approved()
    {
        var received = Matrix();
        var approvedFile = Repository.File("tests/Baton.Supervision.Tests/Services/ServiceMachine.approved.txt");
        var approved = File.ReadAllText(approvedFile);
        if (received == approved) return;
        File.WriteAllText(approvedFile.Replace("approved", "received", StringComparison.Ordinal), received);
        Assert.Equal(approved, received);
    }

    private static string Matrix()
    {
        var text = new StringBuilder();
        foreach (var (name, state) in States())
        {
            text.Append(name).Append('\n');
            foreach (var e in Events()) AppendRows(text, state, e);
            text.Append('\n');
        }

        return text.ToString();
    }

    private static void AppendRows(StringBuilder text, Service state, ServiceEvent e)
    {
        var outcomes = new List<(string Around, string Outcome)>();
        foreach (var ready in new[] { true, false })
        {
            foreach (var gone in new[] { true, false })
            {
                var around = $"{(ready ? "dependencies ready" : "dependencies not ready")}, {(gone ? "dependents gone" : "dependents live")}";
                outcomes.Add((around, Outcome(state, ServiceMachine.Step(state, e, Policy, new Surroundings(ready, gone, 0.5)))));
            }
        }

        var isUniform = outcomes.TrueForAll(o => o.Outcome == outcomes[0].Outcome);
        foreach (var (around, outcome) in isUniform ? outcomes[..1] : outcomes)
        {
            text.Append(CultureInfo.InvariantCulture, $"  {Short(e)}{(isUniform ? "" : $" [{around}]")}: {outcome}\n");
        }
    }

    private static string Outcome(Service before, (Service Next, IReadOnlyList<Effect> Effects) step)
    {
        if (step.Next == before && step.Effects.Count == 0) return "–";
        var changes = new List<string> { step.Next.Phase.ToString() };
        if (step.Next.Run != before.Run) changes.Add($"run {step.Next.Run}");
        if (step.Next.IsDesired != before.IsDesired) changes.Add(step.Next.IsDesired ? "desired" : "not desired");
        if (step.Next.Failures != before.Failures) changes.Add($"failures {step.Next.Failures}");
        if (step.Next.Restarts != before.Restarts) changes.Add($"restarts {step.Next.Restarts}");
        if (step.Next.IsStable != before.IsStable) changes.Add(step.Next.IsStable ? "stable" : "not stable");
        if (step.Next.Pid != before.Pid) changes.Add($"pid {step.Next.Pid?.ToString(CultureInfo.InvariantCulture) ?? "none"}");
        if (step.Next.LastExit != before.LastExit) changes.Add($"last {step.Next.LastExit}");
        if (step.Next.SpawnError != before.SpawnError) changes.Add($"spawn error {step.Next.SpawnError ?? "none"}");
        if (step.Next.Phase == Phase.Stopping && (step.Next.Next != before.Next || before.Phase != Phase.Stopping)) changes.Add($"then {step.Next.Next}");
        if (step.Next.Epoch != before.Epoch) changes.Add("new epoch");
        return string.Join(", ", [.. changes, .. step.Effects.Select(Short)]);
    }

    private static string Short(Effect effect) => effect switch
    {
        Effect.Spawn x => $"! spawn {x.Run}",
        Effect.Terminate x => $"! terminate {x.Run}",
        Effect.Kill x => $"! kill {x.Run}",
        Effect.Arm x => string.Create(CultureInfo.InvariantCulture, $"! arm {x.After.TotalSeconds:0.###} s"),
        _ => throw new InvalidOperationException($"{effect}"),
    };

    private static string Short(ServiceEvent e) => e switch
    {
        ServiceEvent.StopRequested x => x.IsAlone ? "stop requested, alone" : "stop requested",
        ServiceEvent.Exited x => $"{(x.Run == 3 ? "" : "stale ")}exited ({x.Status}{(x.IsTreeGone ? "" : ", tree lives")})",
        ServiceEvent.Spawned x => x.Run == 3 ? "spawned" : "stale spawned",
        ServiceEvent.SpawnFailed x => x.Run == 3 ? "spawn failed" : "stale spawn failed",
        ServiceEvent.TreeGone x => x.Run == 3 ? "tree gone" : "stale tree gone",
        ServiceEvent.TimerFired x => x.Epoch == 7 ? "timer fired" : "stale timer fired",
        _ => e.GetType().Name,
    };

    private static IEnumerable<(string, Service)> States()
    {
        foreach (var phase in Enum.GetValues<Phase>())
        {
            var s = new Service(phase, Run: 3, Epoch: 7) { IsDesired = phase != Phase.Stopped, Failures = 1, Restarts = 5 };
            if (phase == Phase.Running)
            {
                yield return ("Running", s with { Pid = 42 });
                yield return ("Running, stable", s with { Pid = 42, Failures = 0, IsStable = true });
                yield return ("Running, one failure before failing for good", s with { Pid = 42, Failures = 9 });
                yield return ("Running, to be stopped after its dependents", s with { Pid = 42, IsDesired = false });
            }
            else if (phase == Phase.Stopping)
            {
                yield return ("Stopping, then Rest", s with { Pid = 42, IsDesired = false, Next = AfterStop.Rest });
                yield return ("Stopping, then StartAgain", s with { Pid = 42, Next = AfterStop.StartAgain });
                yield return ("Stopping, then ByPolicy (exit code 3)", s with { LastExit = new ExitStatus(3, null), Next = AfterStop.ByPolicy });
            }
            else
            {
                yield return (phase.ToString(), s);
            }
        }
    }

    private static IEnumerable<ServiceEvent> Events() =>
    [
        new ServiceEvent.StartRequested(), new ServiceEvent.StopRequested(false), new ServiceEvent.StopRequested(true),
        new ServiceEvent.RestartRequested(), new ServiceEvent.KillRequested(), new ServiceEvent.SurroundingsChanged(),
        new ServiceEvent.Spawned(3, 42), new ServiceEvent.Spawned(2, 41),
        new ServiceEvent.SpawnFailed(3, "gone"), new ServiceEvent.SpawnFailed(2, "gone"),
        new ServiceEvent.Exited(3, new ExitStatus(0, null), true), new ServiceEvent.Exited(3, new ExitStatus(1, null), true),
        new ServiceEvent.Exited(3, new ExitStatus(null, 9), false), new ServiceEvent.Exited(2, new ExitStatus(1, null), true),
        new ServiceEvent.TreeGone(3), new ServiceEvent.TreeGone(2),
        new ServiceEvent.TimerFired(7), new ServiceEvent.TimerFired(6),
    ];
}
