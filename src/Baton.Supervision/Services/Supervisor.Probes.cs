using System.Globalization;
using Baton.Probes;
using Baton.Probes.Thresholds;
using Baton.Supervision.Probing;

namespace Baton.Supervision.Services;

/// <summary>What is asked of services, and what follows from the answers, inside the actor's turns.</summary>
public sealed partial class Supervisor
{
    private void PrepareProbes(ServiceSlot slot)
    {
        if (slot.Definition.Probes == ServiceProbes.None) return;
        var version = slot.VersionOf(Watcher.Probes);
        slot.Probes = new SlotProbes(slot.Definition.Name, slot.Definition.Probes, _ports.Probing,
            (run, kind, result) => _actor.Post(new SupervisorMessage.Probed(slot, version, run, kind, result)));
    }

    /// <summary>Asks what is to be asked in the present state; called after each change.</summary>
    private static void AskProbes(ServiceSlot slot)
    {
        if (slot.Probes is not { } probes) return;
        var s = slot.State;
        var isAsked = s is { Pid: not null, Phase: Phase.Starting or Phase.Running };
        probes.Ask(isAsked ? s.Run : null, isReadyOnce: s.Phase == Phase.Running);
    }

    private void HandleProbed(ServiceSlot slot, SupervisorMessage.Probed x)
    {
        var (run, kind, result) = (x.Run, x.Kind, x.Result);
        if (x.Version != slot.VersionOf(Watcher.Probes) || slot.Probes is not { } probes || probes.Count(run, kind, result, _ports.Time.GetUtcNow()) is not { } standing) return;
        switch (kind)
        {
            case ProbeKind.Startup when standing == Standing.Passing && slot.Definition.Probes.Readiness is not null:
                AskProbes(slot);
                break;
            case ProbeKind.Startup or ProbeKind.Readiness:
                // Before it was ready for the first time only the time for that counts, not failures.
                if (standing == Standing.Passing || slot.State.Phase == Phase.Running) TellReadiness(slot, run, standing == Standing.Passing, result);
                break;
            case ProbeKind.Liveness when standing == Standing.Failing:
                var times = slot.Definition.Probes.Liveness!.Timing.FailureThreshold;
                var detail = string.Create(CultureInfo.InvariantCulture, $"liveness failed {times} times: {result.Detail}");
                if (!FailLiveness(slot, run, detail)) probes.CountAnew(kind);
                break;
        }
    }

    /// <summary>
    /// A run does not live as it should; false when nothing follows from that, since it is to end anyway when its dependents have. That may be
    /// called off, so who told it must tell it again.
    /// </summary>
    private bool FailLiveness(ServiceSlot slot, int run, string detail)
    {
        var failed = new ServiceEvent.LivenessFailed(run, detail);
        if (ReferenceEquals(ServiceMachine.Step(slot.State, failed, slot.Rules, SurroundingsOf(slot)).Next, slot.State)) return false;
        slot.Cause = _ports.Notices.Publish(slot.Subject, "liveness_failed", slot.Cause, detail);
        Step(slot, failed);
        return true;
    }

    /// <summary>The timer of a service fired; of a start it tells what the start was waiting for.</summary>
    private void HandleTimer(ServiceSlot slot, int epoch)
    {
        if (slot.State is { Phase: Phase.Starting } starting && starting.Epoch == epoch)
        {
            var last = slot.Probes?.LastFailure is { } failure ? $"; the last probe: {failure}" : "";
            slot.Cause = _ports.Notices.Publish(slot.Subject, "startup_timeout", slot.Cause,
                string.Create(CultureInfo.InvariantCulture, $"not ready {slot.Definition.Policy.StartupTimeout.TotalSeconds:0.###} s after its start{last}"));
        }

        Step(slot, new ServiceEvent.TimerFired(epoch));
    }

    private void TellReadiness(ServiceSlot slot, int run, bool isReady, ProbeResult result)
    {
        slot.Cause = _ports.Notices.Publish(slot.Subject, isReady ? "ready" : "not_ready", slot.Cause, result.Detail);
        Step(slot, new ServiceEvent.ReadinessChanged(run, isReady));
    }
}
