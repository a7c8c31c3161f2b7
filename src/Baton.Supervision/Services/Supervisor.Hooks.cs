using System.Globalization;
using Baton.Processes;
using Baton.Supervision.Hooks;

namespace Baton.Supervision.Services;

/// <summary>What is run before, after and to stop runs, inside the actor's turns.</summary>
public sealed partial class Supervisor
{
    private void RunHook(ServiceSlot slot, Effect.RunHook order)
    {
        var (run, kind) = (order.Run, order.Kind);
        var hooks = slot.OfRun.Hooks;
        var what = hooks.Of(kind) is { } launch ? launch with { Environment = EnvironmentOf(launch, slot, order) } : null;
        var remains = kind switch
        {
            HookKind.StopCommand => HookRemains.Kept,
            HookKind.PreStart => HookRemains.EndedOnFailure,
            _ => HookRemains.Ended,
        };
        var limit = hooks.LimitOf(kind, slot.OfRun.Policy.StopTimeout);
        slot.Hook = _ports.Hooks.Begin(new HookOrder(IdOf(slot, run), what, limit, remains),
            outcome => _actor.Post(new SupervisorMessage.HookEnded(slot, run, kind, outcome)));
    }

    private static Dictionary<string, string> EnvironmentOf(Launch launch, ServiceSlot slot, Effect.RunHook order)
    {
        var environment = new Dictionary<string, string>(launch.Environment);
        if (order.Kind == HookKind.StopCommand && slot.State.Pid is { } pid) environment["BATON_PID"] = pid.ToString(CultureInfo.InvariantCulture);
        if (order.Exit?.Code is { } code) environment["BATON_EXIT_CODE"] = code.ToString(CultureInfo.InvariantCulture);
        if (order.Exit?.Signal is { } signal) environment["BATON_EXIT_SIGNAL"] = signal.ToString(CultureInfo.InvariantCulture);
        return environment;
    }

    private void HandleHook(ServiceSlot slot, SupervisorMessage.HookEnded x)
    {
        if (slot.State.Run != x.Run || slot.State.Hook != x.Kind) return;
        slot.Hook = null;
        var word = ServiceHooks.WordOf(x.Kind);
        var problem = x.Outcome.Problem is { } reason ? $"{word}: {reason}{Said(x.Outcome)}" : null;
        var isWanted = slot.State.Phase == Phase.Starting || x.Kind != HookKind.PreStart;
        if (x.Outcome.Problem is not null && isWanted) slot.Cause = _ports.Notices.Publish(slot.Subject, $"{word}_failed", slot.Cause, x.Outcome.Problem + Said(x.Outcome));
        else if (x.Kind != HookKind.EndRemains) slot.Cause = _ports.Notices.Publish(slot.Subject, $"{word}_ended", slot.Cause, Took(x.Outcome));
        Step(slot, new ServiceEvent.HookEnded(x.Run, x.Kind, problem));
    }

    private void KillHook(ServiceSlot slot, int run, ServiceEvent because)
    {
        if (because is ServiceEvent.TimerFired && slot.State.Hook is { } kind)
        {
            var waited = slot.OfRun.Policy.StopTimeout.TotalSeconds;
            var detail = string.Create(CultureInfo.InvariantCulture, $"{ServiceHooks.WordOf(kind)} of run {run} had not ended after {waited:0.###} s");
            slot.Cause = _ports.Notices.Publish(slot.Subject, "killed", slot.Cause, detail);
        }

        slot.Hook?.Kill();
    }

    /// <summary>How long a stop may take by its own rules.</summary>
    private static TimeSpan LongestStop(ServiceSlot slot)
    {
        var policy = slot.OfRun.Policy;
        return policy.HasPostStop ? policy.StopTimeout + slot.OfRun.Hooks.LimitOf(HookKind.PostStop, policy.StopTimeout) : policy.StopTimeout;
    }

    private static string Took(HookOutcome outcome) =>
        string.Create(CultureInfo.InvariantCulture, $"after {outcome.Duration.TotalSeconds:0.0##} s{Said(outcome)}");

    private static string Said(HookOutcome outcome) => outcome.LastWords.Length > 0 ? $": {outcome.LastWords}" : "";
}
