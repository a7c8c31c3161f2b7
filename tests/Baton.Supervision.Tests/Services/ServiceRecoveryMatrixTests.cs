using System.Globalization;
using System.Text;
using Baton.Processes;
using Baton.Supervision.Hooks;
using Baton.Supervision.Services;
using Baton.TestKit;

namespace Baton.Supervision.Tests.Services;

/// <summary>
/// Every state that a dead daemon may have left × all that the host may know, printed and compared with the approved file. To approve a
/// change, look at the difference and copy <c>ServiceRecovery.received.txt</c> over <c>ServiceRecovery.approved.txt</c>.
/// </summary>
public class ServiceRecoveryMatrixTests
{
    private static readonly Service Before = new(Phase.Stopped, Run: 3, Epoch: 7) { IsDesired = true, Failures = 1, Restarts = 5, LastExit = new ExitStatus(1, null) };

    private static readonly (string Title, ServicePolicy Policy)[] Policies =
    [
        ("As by default", new ServicePolicy()),
        ("With a readiness probe", new ServicePolicy { HasReadiness = true }),
        ("With programs run before, after and to stop a run", new ServicePolicy { HasPreStart = true, HasPostStop = true, HasStopCommand = true }),
        ("Killed without a wait", new ServicePolicy { StopTimeout = TimeSpan.Zero }),
    ];

    [Fact]
    public void Every_recovery_is_as_approved() =>
        Approved.Check("tests/Baton.Supervision.Tests/Services/ServiceRecovery.approved.txt", Matrix());

    private static string Matrix()
    {
        var text = new StringBuilder();
        var usual = new HashSet<string>();
        foreach (var (title, policy) in Policies)
        {
            text.Append(CultureInfo.InvariantCulture, $"# {title}\n\n");
            foreach (var (name, state, isSpawnSeen) in States(policy))
            {
                var rows = Rows(state, isSpawnSeen, policy).Where(row => usual.Add($"{name}: {row}") || policy == Policies[0].Policy).ToList();
                if (rows.Count > 0) text.Append(name).Append('\n').AppendJoin("", rows.Select(row => $"  {row}\n")).Append('\n');
            }
        }

        return text.ToString();
    }

    private static IEnumerable<string> Rows(Service state, bool isSpawnSeen, ServicePolicy policy)
    {
        foreach (var (words, known, lastRun) in Knowledge())
        {
            var plan = ServiceRecovery.Plan(new RecoveryFacts(state, IsRemembered: true, isSpawnSeen, known, lastRun, TimeSpan.FromHours(1), TimeSpan.FromMinutes(1)), policy);
            yield return $"{words}: {Outcome(state, plan)}";
        }

        var killed = new RecoveryFacts(state, IsRemembered: true, isSpawnSeen, Known(3, null, false, true), 3, TimeSpan.FromHours(1), TimeSpan.FromMinutes(1)) { IsTimed = false };
        if (state is { Phase: Phase.Stopping, Run: 3 }) yield return $"3 lives, killed before: {Outcome(state, ServiceRecovery.Plan(killed, policy))}";
        var lost = new RecoveryFacts(new Service(Phase.Stopped, 3), IsRemembered: false, IsSpawnSeen: false, Known(3, null, false, true), 3, TimeSpan.FromHours(1), TimeSpan.FromMinutes(1));
        if (state.Phase == Phase.Stopped) yield return $"3 lives, nothing remembered: {Outcome(lost.State, ServiceRecovery.Plan(lost, policy))}";
    }

    private static IEnumerable<(string Words, KnownRun? Known, int LastRun)> Knowledge()
    {
        yield return ("2 was the last", null, 2);
        yield return ("3 was the last", null, 3);
        yield return ("3 is being spawned", Known(3, null, false, false), 3);
        yield return ("3 lives", Known(3, null, false, true), 3);
        yield return ("3 exited, tree lives", Known(3, new ExitStatus(1, null), false, true), 3);
        yield return ("3 exited, tree gone", Known(3, new ExitStatus(0, null), true, true), 3);
        yield return ("3 could not be spawned", Known(3, null, true, false), 3);
        yield return ("5 lives", Known(5, null, false, true), 5);
        yield return ("5 exited, tree gone", Known(5, new ExitStatus(1, null), true, true), 5);
    }

    private static KnownRun Known(int run, ExitStatus? exit, bool isTreeGone, bool isSpawned) =>
        new(new RunId("svc", run), isSpawned ? 42 : 0, DateTimeOffset.UnixEpoch, exit, isTreeGone, isSpawned);

    private static IEnumerable<(string Name, Service State, bool IsSpawnSeen)> States(ServicePolicy policy)
    {
        foreach (var phase in new[] { Phase.Stopped, Phase.WaitingDependencies, Phase.WaitingDevices, Phase.Backoff, Phase.Failed, Phase.Completed })
            yield return (phase.ToString(), Before with { Phase = phase, IsDesired = phase != Phase.Stopped }, true);
        var starting = Before with { Phase = Phase.Starting };
        yield return ("Starting, spawn asked for", starting, false);
        yield return ("Starting, spawn asked for, to be stopped after its dependents", starting with { IsDesired = false }, false);
        yield return ("Starting, with a process", starting with { Pid = 42 }, true);
        yield return ("Running", starting with { Phase = Phase.Running, Pid = 42 }, true);
        var stopping = Before with { Phase = Phase.Stopping };
        foreach (var next in Enum.GetValues<AfterStop>())
        {
            yield return ($"Stopping, then {next}", stopping with { Pid = 42, Next = next }, true);
            if (next is AfterStop.Rest) yield return ($"Stopping, spawn asked for, then {next}", stopping with { IsDesired = false, Next = next }, false);
            if (next is AfterStop.ByPolicy or AfterStop.RestAtOnce) yield return ($"Stopping, first process gone, then {next}", stopping with { Next = next }, true);
        }

        if (!policy.HasPreStart) yield break;
        yield return ("Starting, PreStart runs", starting with { Hook = HookKind.PreStart }, false);
        yield return ("Starting, PreStart runs, to be stopped", starting with { Hook = HookKind.PreStart, IsDesired = false }, false);
        yield return ("Stopping, PreStart runs", stopping with { Hook = HookKind.PreStart, IsDesired = false }, false);
        yield return ("Stopping, StopCommand runs", stopping with { Hook = HookKind.StopCommand, Pid = 42, IsDesired = false }, true);
        yield return ("Stopping, StopCommand runs, killed", stopping with { Hook = HookKind.StopCommand, Pid = 42, Next = AfterStop.RestAtOnce }, true);
        yield return ("Stopping, StopCommand runs, first process gone", stopping with { Hook = HookKind.StopCommand }, true);
        yield return ("Stopping, StopCommand runs, tree gone", stopping with { Hook = HookKind.StopCommand, IsTreeGone = true }, true);
        yield return ("Stopping, PostStop runs", stopping with { Hook = HookKind.PostStop, IsTreeGone = true, Next = AfterStop.ByPolicy }, true);
        yield return ("Stopping, EndRemains runs", stopping with { Hook = HookKind.EndRemains, IsTreeGone = true, Next = AfterStop.AsFailed }, true);
    }

    private static string Outcome(Service before, RecoveryPlan plan)
    {
        var parts = new List<string>();
        var s = plan.State;
        if (s.Phase != before.Phase || s.Epoch != before.Epoch) parts.Add($"{s.Phase}{(s.Phase == Phase.Stopping ? $", then {s.Next}" : "")}");
        if (s.Run != before.Run) parts.Add($"run {s.Run}");
        if (s.Pid != before.Pid) parts.Add($"pid {s.Pid?.ToString(CultureInfo.InvariantCulture) ?? "none"}");
        if (s.Hook != before.Hook) parts.Add($"hook {s.Hook?.ToString() ?? "none"}");
        if (s.IsDesired != before.IsDesired) parts.Add(s.IsDesired ? "desired" : "not desired");
        if ((s.Failures, s.Restarts) != (before.Failures, before.Restarts)) parts.Add($"failures {s.Failures}, restarts {s.Restarts}");
        parts.AddRange(plan.Effects.Select(effect => $"! {effect}"));
        if (plan.EndsHook) parts.Add("! end the hook");
        parts.AddRange(plan.Events.Select(Short));
        return parts.Count == 0 ? "–" : string.Join(", ", parts);
    }

    private static string Short(ServiceEvent e) => e switch
    {
        ServiceEvent.Exited x => $"? exited {x.Run} ({x.Status}{(x.IsTreeGone ? ", tree gone" : "")})",
        ServiceEvent.SpawnFailed x => $"? spawn of {x.Run} failed: {x.Reason}",
        ServiceEvent.Spawned x => $"? spawned {x.Run} as {x.Pid}",
        ServiceEvent.HookEnded x => $"? {x.Kind} of {x.Run} ended: {x.Problem}",
        _ => $"? {e}",
    };
}
