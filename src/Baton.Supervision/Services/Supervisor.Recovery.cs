using System.Globalization;
using Baton.Processes;
using Baton.Supervision.Devices;
using Baton.Supervision.Hooks;

namespace Baton.Supervision.Services;

/// <summary>The beginning of a supervisor whose services live already, inside the actor's turns. What is decided is decided by <see cref="ServiceRecovery"/>.</summary>
public sealed partial class Supervisor
{
    private const string NoLongerThere = "no longer in the manifest";

    private readonly Queue<SupervisorMessage> _held = new();
    // Runs that live and of whose services nothing is known; nobody may begin another run of these before they are gone.
    private readonly HashSet<RunId> _strays = [];
    private bool _isToRecover;

    /// <summary>
    /// Goes on where an earlier daemon was. To be called once, when events of the host arrive here and none later than
    /// <paramref name="runs"/> has been lost; everything else waits for it.
    /// </summary>
    /// <param name="runs">All runs that live, and those that ended and may not have been told of.</param>
    public void Recover(IReadOnlyList<KnownRun> runs) => _actor.Post(new SupervisorMessage.Recover(runs));

    private bool IsHeld(SupervisorMessage message)
    {
        if (!_isToRecover || message is SupervisorMessage.Recover) return false;
        // As many as arrive between two lines of the daemon's start.
        _held.Enqueue(message);
        return true;
    }

    private void HandleRecover(IReadOnlyList<KnownRun> runs)
    {
        _isToRecover = false;
        var known = runs.ToLookup(run => run.Id.Service);
        foreach (var index in _order) GoOn(_slots[index], known[_slots[index].Definition.Name]);
        foreach (var run in runs.Where(run => !run.IsTreeGone && !_indexByName.ContainsKey(run.Id.Service)))
        {
            KillStray(run, "daemon");
            _strays.Add(run.Id);
        }

        foreach (var slot in _slots) LookAgain(slot);
        GoOnStopping();
        while (_held.TryDequeue(out var message)) Handle(message);
    }

    private void GoOn(ServiceSlot slot, IEnumerable<KnownRun> runs)
    {
        var ofService = runs.OrderByDescending(run => run.Id.Run).ToList();
        // The run of the state, or a later one, since run numbers only grow.
        var known = ofService.FirstOrDefault(run => run.Id.Run >= slot.State.Run);
        foreach (var earlier in ofService.Where(run => run != known && !run.IsTreeGone)) KillStray(earlier, slot.Subject);
        var before = slot.State;
        var age = known is null ? TimeSpan.Zero : AgeOf(known);
        var plan = ServiceRecovery.Plan(
            new RecoveryFacts(before, slot.IsRemembered, slot.SpawnedAt is not null, known, _ports.LastRun(slot.Definition.Name), Now, age) { IsTimed = slot.TimerDue is not null }, RulesToAdopt(slot));
        // Who said it to an earlier daemon does not say it again.
        slot.State = plan is { IsAdopted: true, State.Phase: Phase.Running } && slot.Definition.Notify is not null ? plan.State with { IsProbedReady = true } : plan.State;
        if (plan.State.Epoch != before.Epoch) EnteredPhase(slot, before);
        else Rearm(slot);
        // One that is still being started has no process yet: that is news to come.
        if (plan.IsAdopted && known!.IsSpawned) Spawned(slot, known);
        if (plan.Note is { } note) slot.Cause = _ports.Notices.Publish(slot.Subject, "recovered", slot.Cause, note);
        KeepAhead(slot, before, plan.Effects);
        AskAgain(slot, plan);
        foreach (var e in plan.Events) Feed(slot, e, known);
    }

    private static ServicePolicy RulesToAdopt(ServiceSlot slot) =>
        slot.Definition.Notify is null ? slot.Definition.Policy : slot.Definition.Policy with { HasReadiness = false };

    private void AskAgain(ServiceSlot slot, RecoveryPlan plan)
    {
        if (plan.State is { Phase: Phase.Running, Pid: not null } && !plan.IsAdopted) slot.Probes?.Resume(plan.State.Run);
        AskProbes(slot);
        AskCheck(slot);
        AwaitLife(slot);
        foreach (var effect in plan.Effects) Perform(slot, effect, new ServiceEvent.SurroundingsChanged());
        if (plan.EndsHook) EndHook(slot);
        if (slot.State is { Phase: Phase.Backoff or Phase.Failed, LastExit: not null }) Examine(slot, slot.State.Run);
    }

    /// <summary>The timer goes on with what is left of it.</summary>
    private void Rearm(ServiceSlot slot)
    {
        if (slot.TimerDue is not { } due || slot.State is { Phase: Phase.Running, IsStable: true }) return;
        var left = due > Now ? due - Now : TimeSpan.Zero;
        slot.TimerDueAt = _ports.Time.GetUtcNow() + left;
        slot.Timer.Arm(slot.State.Epoch, left);
    }

    /// <summary>Steps what happened while no daemon was there.</summary>
    private void Feed(ServiceSlot slot, ServiceEvent e, KnownRun? known)
    {
        var (what, detail) = e switch
        {
            ServiceEvent.Exited x => ("exited", x.Status.ToString()),
            ServiceEvent.SpawnFailed x => ("spawn_failed", x.Reason),
            ServiceEvent.HookEnded x => ($"{ServiceHooks.WordOf(x.Kind)}_failed", x.Problem),
            _ => (null, null),
        };
        // Told by a daemon that was killed before it had noted it.
        var told = e is ServiceEvent.Exited or ServiceEvent.SpawnFailed ? _ports.ToldBefore(slot.Subject, what!) : null;
        if (what is not null) slot.Cause = told ?? _ports.Notices.Publish(slot.Subject, what, slot.Cause, detail);
        if (e is ServiceEvent.Spawned) Spawned(slot, known!);
        Step(slot, e);
    }

    private void Spawned(ServiceSlot slot, KnownRun known) =>
        (slot.StartedAt, slot.SpawnedAt) = (known.StartedAt, _ports.Time.GetTimestamp() - (long)(AgeOf(known).TotalSeconds * _ports.Time.TimestampFrequency));

    private TimeSpan AgeOf(KnownRun known)
    {
        var age = _ports.Time.GetUtcNow() - known.StartedAt;
        // The wall clock may have jumped; nothing is older than the boot.
        return age < TimeSpan.Zero ? TimeSpan.Zero : age > Now ? Now : age;
    }

    /// <summary>Ends what a hook left that died with its daemon, or became an orphan; then it has ended, with a problem.</summary>
    private void EndHook(ServiceSlot slot)
    {
        var (run, kind) = (slot.State.Run, slot.State.Hook!.Value);
        var limit = slot.Definition.Hooks.LimitOf(HookKind.EndRemains, slot.Definition.Policy.StopTimeout);
        slot.Hook = _ports.Hooks.Begin(new HookOrder(IdOf(slot, run), What: null, limit, HookRemains.Ended), outcome =>
        {
            // Nobody was cut short where only remains were ended.
            var problem = kind == HookKind.EndRemains ? outcome.Problem : string.Join("; ", new[] { "cut short by the end of the daemon", outcome.Problem }.OfType<string>());
            _actor.Post(new SupervisorMessage.HookEnded(slot, run, kind, outcome with { Problem = problem }));
        });
    }

    /// <summary>Everybody looks around: what their neighbours and their devices are may be new, and so may the manifest.</summary>
    private void LookAgain(ServiceSlot slot)
    {
        if (WaitsForOthers(slot)) Step(slot, new ServiceEvent.SurroundingsChanged());
        if (slot.IsLeaving && slot.State.IsDesired)
        {
            slot.StopAskedBy = $"Baton: it is {NoLongerThere}";
            Ask(slot, new ServiceEvent.StopRequested(IsAlone: true), "stop_requested", new ActCause(slot.StopAskedBy));
        }

        if (slot.HasLeaveToTell) _left.Enqueue(slot.Index);
        Changed(slot);
    }

    /// <summary>A stop of everything goes on, by its own deadline.</summary>
    private void GoOnStopping()
    {
        if (_project.StopAskedBy is not { } who)
        {
            if (_end is { } end) ShutDown(isKill: false, new ActCause($"exit_when: {end.Reason}"));
            return;
        }

        if (_project.IsKill)
        {
            KillAll(new ActCause(who));
            return;
        }

        StopAll(_slots.Where(slot => slot.State.IsDesired).Select(slot => slot.Index), [], new ServiceEvent.StopRequested(IsAlone: false), new ActCause(who));
        if (_project.Deadline is { } deadline) StartDeadline(deadline > Now ? deadline - Now : TimeSpan.Zero);
        else ArmDeadline();
    }

    private void KillStray(KnownRun run, string subject)
    {
        var what = string.Create(CultureInfo.InvariantCulture, $"run {run.Id.Run} of {run.Id.Service} (pid {run.Pid}) lives, and nothing is known of it");
        _ports.Notices.Publish(subject, "killed", cause: null, what);
        _ports.Processes(new ProcessCommand.Kill(run.Id));
    }

    /// <summary>The first look at devices that were there before and are there: no news.</summary>
    private static bool IsAsBefore(ServiceSlot slot, DeviceGateEffect effect)
    {
        var didAssume = slot.AssumesDevices;
        slot.AssumesDevices = false;
        return didAssume && effect is DeviceGateEffect.Returned;
    }
}
