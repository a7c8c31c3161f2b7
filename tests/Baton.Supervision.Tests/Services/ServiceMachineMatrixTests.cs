using System.Globalization;
using System.Text;
using Baton.Processes;
using Baton.Supervision.Hooks;
using Baton.Supervision.Services;
using Baton.TestKit;

namespace Baton.Supervision.Tests.Services;

/// <summary>
/// Every phase × event, stale ones too, printed and compared with the approved file: the state diagram that cannot go stale. To approve
/// a change, look at the difference and copy <c>ServiceMachine.received.txt</c> over <c>ServiceMachine.approved.txt</c>.
/// </summary>
public class ServiceMachineMatrixTests
{
    private static readonly ServicePolicy WithHooks = new() { HasPreStart = true, HasPostStop = true, HasStopCommand = true };

    private static readonly (string Title, ServicePolicy Policy)[] Policies =
    [
        ("As by default", new ServicePolicy()),
        ("With a readiness probe", new ServicePolicy { HasReadiness = true }),
        ("With programs run before, after and to stop a run", WithHooks),
        ("With a device whose loss is waited out", new ServicePolicy { OnDeviceLoss = DeviceLossMode.OnReconnect }),
    ];

    [Fact]
    public void Every_transition_is_as_approved() =>
        Approved.Check("tests/Baton.Supervision.Tests/Services/ServiceMachine.approved.txt", Matrix());

    private static string Matrix()
    {
        var text = new StringBuilder();
        foreach (var (title, policy) in Policies)
        {
            text.Append(CultureInfo.InvariantCulture, $"# {title}\n\n");
            foreach (var (name, state) in policy == WithHooks ? States().Concat(HookStates()) : States())
            {
                var rows = new StringBuilder();
                foreach (var e in state.Hook is not null ? Events().Concat(HookEvents()) : Events()) AppendRows(rows, state, e, policy);
                // The first table has all; the others only what is different there.
                if (policy != Policies[0].Policy && state.Hook is null) rows = Different(rows, state);
                if (rows.Length > 0) text.Append(name).Append('\n').Append(rows).Append('\n');
            }
        }

        return text.ToString();
    }

    private static StringBuilder Different(StringBuilder rows, Service state)
    {
        var usual = new StringBuilder();
        foreach (var e in Events()) AppendRows(usual, state, e, Policies[0].Policy);
        var known = usual.ToString().Split('\n').ToHashSet();
        var different = rows.ToString().Split('\n').Where(row => row.Length > 0 && !known.Contains(row)).ToList();
        return different.Count == 0 ? new StringBuilder() : new StringBuilder(string.Join('\n', different)).Append('\n');
    }

    private static void AppendRows(StringBuilder text, Service state, ServiceEvent e, ServicePolicy policy)
    {
        var outcomes = new List<(string Around, string Outcome)>();
        foreach (var ready in new[] { true, false })
        {
            foreach (var gone in new[] { true, false })
            {
                var around = $"{(ready ? "dependencies ready" : "dependencies not ready")}, {(gone ? "dependents gone" : "dependents live")}";
                outcomes.Add((around, Outcome(state, ServiceMachine.Step(state, e, policy, new Surroundings(ready, gone, 0.5)))));
            }
        }

        var away = Outcome(state, ServiceMachine.Step(state, e, policy, new Surroundings(true, true, 0.5, AreDevicesPresent: false)));
        if (away != outcomes[0].Outcome) outcomes.Add(("devices missing", away));

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
        if (step.Next.IsProbedReady != before.IsProbedReady) changes.Add(step.Next.IsProbedReady ? "ready" : "not ready");
        if (step.Next.IsDeviceAway != before.IsDeviceAway) changes.Add(step.Next.IsDeviceAway ? "device away" : "device there");
        if (step.Next.Complaint != before.Complaint) changes.Add($"complaint {step.Next.Complaint ?? "none"}");
        if (step.Next.SpawnError != before.SpawnError) changes.Add($"spawn error {step.Next.SpawnError ?? "none"}");
        if (step.Next.Phase == Phase.Stopping && (step.Next.Next != before.Next || before.Phase != Phase.Stopping)) changes.Add($"then {step.Next.Next}");
        if (step.Next.Hook != before.Hook) changes.Add($"hook {step.Next.Hook?.ToString() ?? "none"}");
        if (step.Next.IsTreeGone && !before.IsTreeGone) changes.Add("tree gone");
        if (step.Next.Epoch != before.Epoch) changes.Add("new epoch");
        return string.Join(", ", [.. changes, .. step.Effects.Select(Short)]);
    }

    private static string Short(Effect effect) => effect switch
    {
        Effect.Spawn x => $"! spawn {x.Run}",
        Effect.Terminate x => $"! terminate {x.Run}",
        Effect.Kill x => $"! kill {x.Run}",
        Effect.RunHook x => $"! run {x.Kind} of {x.Run}{(x.Exit is { } exit ? $" ({exit})" : "")}",
        Effect.TerminateHook x => $"! terminate hook of {x.Run}",
        Effect.KillHook x => $"! kill hook of {x.Run}",
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
        ServiceEvent.ReadinessChanged x => $"{(x.Run == 3 ? "" : "stale ")}{(x.IsReady ? "ready" : "not ready")}",
        ServiceEvent.LivenessFailed x => x.Run == 3 ? "liveness failed" : "stale liveness failed",
        ServiceEvent.HookEnded x => $"{(x.Run == 3 ? "" : "stale ")}{x.Kind} {(x.Problem is null ? "done" : "failed")}",
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
                yield return ("Running, ready", s with { Pid = 42, IsProbedReady = true });
                yield return ("Running, device away", s with { Pid = 42, IsDeviceAway = true });
                yield return ("Running, to be stopped after its dependents", s with { Pid = 42, IsDesired = false });
            }
            else if (phase == Phase.Stopping)
            {
                yield return ("Stopping, then Rest", s with { Pid = 42, IsDesired = false, Next = AfterStop.Rest });
                yield return ("Stopping, then StartAgain", s with { Pid = 42, Next = AfterStop.StartAgain });
                yield return ("Stopping, then AsFailed", s with { Pid = 42, Complaint = "dead", Next = AfterStop.AsFailed });
                yield return ("Stopping, then ByPolicy (exit code 3)", s with { LastExit = new ExitStatus(3, null), Next = AfterStop.ByPolicy });
            }
            else if (phase == Phase.Starting)
            {
                yield return ("Starting", s);
                yield return ("Starting, with a process", s with { Pid = 42 });
            }
            else
            {
                yield return (phase.ToString(), s);
            }
        }
    }

    private static IEnumerable<(string, Service)> HookStates()
    {
        var s = new Service(Phase.Starting, Run: 3, Epoch: 7) { IsDesired = true, Failures = 1, Restarts = 5 };
        yield return ("Starting, PreStart runs", s with { Hook = HookKind.PreStart });
        yield return ("Starting, PreStart runs, to be stopped after its dependents", s with { Hook = HookKind.PreStart, IsDesired = false });
        s = s with { Phase = Phase.Stopping };
        yield return ("Stopping, PreStart runs, then Rest", s with { Hook = HookKind.PreStart, IsDesired = false });
        yield return ("Stopping, PreStart runs, then RestAtOnce", s with { Hook = HookKind.PreStart, IsDesired = false, Next = AfterStop.RestAtOnce });
        yield return ("Stopping, StopCommand runs, then Rest", s with { Pid = 42, Hook = HookKind.StopCommand, IsDesired = false });
        yield return ("Stopping, StopCommand runs, then RestAtOnce", s with { Pid = 42, Hook = HookKind.StopCommand, IsDesired = false, Next = AfterStop.RestAtOnce });
        var exited = s with { LastExit = new ExitStatus(3, null) };
        yield return ("Stopping, StopCommand runs, first process gone, then StartAgain", exited with { Hook = HookKind.StopCommand, Next = AfterStop.StartAgain });
        yield return ("Stopping, StopCommand runs, tree gone, then StartAgain", exited with { Hook = HookKind.StopCommand, IsTreeGone = true, Next = AfterStop.StartAgain });
        yield return ("Stopping, PostStop runs, then ByPolicy (exit code 3)", exited with { Hook = HookKind.PostStop, IsTreeGone = true, Next = AfterStop.ByPolicy });
        yield return ("Stopping, PostStop runs, then Rest", exited with { Hook = HookKind.PostStop, IsTreeGone = true, IsDesired = false });
        yield return ("Stopping, EndRemains runs, then AsFailed", exited with { Hook = HookKind.EndRemains, IsTreeGone = true, Next = AfterStop.AsFailed });
    }

    private static IEnumerable<ServiceEvent> HookEvents() =>
    [
        .. Enum.GetValues<HookKind>().SelectMany(kind => new[] { new ServiceEvent.HookEnded(3, kind, null), new ServiceEvent.HookEnded(3, kind, "broken") }),
        new ServiceEvent.HookEnded(2, HookKind.PreStart, null), new ServiceEvent.HookEnded(2, HookKind.PostStop, null),
    ];

    private static IEnumerable<ServiceEvent> Events() =>
    [
        new ServiceEvent.StartRequested(), new ServiceEvent.StopRequested(false), new ServiceEvent.StopRequested(true),
        new ServiceEvent.RestartRequested(), new ServiceEvent.RestartDue(), new ServiceEvent.KillRequested(), new ServiceEvent.SurroundingsChanged(),
        new ServiceEvent.Spawned(3, 42), new ServiceEvent.Spawned(2, 41),
        new ServiceEvent.SpawnFailed(3, "gone"), new ServiceEvent.SpawnFailed(2, "gone"),
        new ServiceEvent.Exited(3, new ExitStatus(0, null), true), new ServiceEvent.Exited(3, new ExitStatus(1, null), true),
        new ServiceEvent.Exited(3, new ExitStatus(null, 9), false), new ServiceEvent.Exited(2, new ExitStatus(1, null), true),
        new ServiceEvent.TreeGone(3), new ServiceEvent.TreeGone(2),
        new ServiceEvent.ReadinessChanged(3, true), new ServiceEvent.ReadinessChanged(3, false), new ServiceEvent.ReadinessChanged(2, true),
        new ServiceEvent.LivenessFailed(3, "dead"), new ServiceEvent.LivenessFailed(2, "dead"),
        new ServiceEvent.DeviceLost("lost"), new ServiceEvent.DeviceReturned("back"),
        new ServiceEvent.TimerFired(7), new ServiceEvent.TimerFired(6),
    ];
}
