using Baton.Core;
using Baton.Supervision.Reload;

namespace Baton.Supervision.Services;

/// <summary>
/// Other definitions in place of those in force. All of them hold from one turn on. A run that must be replaced ends by the rules that it
/// began with; what the manifest knows no more stays in sight until nothing of it lives.
/// </summary>
public sealed partial class Supervisor
{
    /// <summary>What <see cref="ReloadAsync"/> would do now; does nothing.</summary>
    /// <exception cref="BatonException">Busy: not now.</exception>
    public Task<ReloadPlan> PlanAsync(ServiceSet services)
    {
        var answer = new TaskCompletionSource<ReloadPlan>(TaskCreationOptions.RunContinuationsAsynchronously);
        if (!_actor.TryPost(new SupervisorMessage.PlanAsked(services, answer))) throw BusyError();
        return answer.Task;
    }

    /// <summary>
    /// Puts other definitions in force. Completes when they are, and what follows has begun: runs that end, begin or read their files again.
    /// </summary>
    /// <exception cref="BatonException">ShuttingDown: nothing is changed any more. Busy: not now.</exception>
    /// <param name="services">They.</param>
    /// <param name="cause">Who asked.</param>
    /// <param name="scaled">Names of the services of which somebody asked for another number: new ones of them are started. Null: a reload.</param>
    /// <param name="beforeEnds">
    /// Called in the same turn, when what is new was asked to start and before anything is asked to end: whoever writes down there what is in force, and dies
    /// before or after, leaves what a supervisor after this one can go on with, by the definitions before or by these. It must not throw.
    /// </param>
    public Task<ReloadBegun> ReloadAsync(ServiceSet services, ActCause cause, IReadOnlySet<string>? scaled = null, Action? beforeEnds = null)
    {
        var answer = new TaskCompletionSource<ReloadBegun>(TaskCreationOptions.RunContinuationsAsynchronously);
        if (!_actor.TryPost(new SupervisorMessage.ReloadAsked(services, cause, scaled, answer) { BeforeEnds = beforeEnds })) throw BusyError();
        return answer.Task;
    }

    private static BatonException BusyError() => new(ErrorCode.Busy, "too many requests are waiting; try again");

    private ReloadPlan PlanTo(ServiceSet services, IReadOnlySet<string>? scaled = null) => ReloadPlan.Of(_roster.Set, services, service =>
    {
        if (!_indexByName.TryGetValue(service.Name, out var index)) return new ServiceStanding(false, false, false, EnabledByPerson(service));
        var slot = _slots[index];
        var isStopped = slot is { State.IsDesired: false, StopAskedBy: not null };
        return new ServiceStanding(slot.State.IsDesired, slot.State.IsLive, isStopped, slot.EnabledByPerson);
    }, scaled);

    private void HandlePlan(SupervisorMessage.PlanAsked asked) => asked.Answer.TrySetResult(PlanTo(WithAdded(asked.Services)));

    private void HandleReload(SupervisorMessage.ReloadAsked asked)
    {
        if (_isShuttingDown)
        {
            asked.Answer.TrySetException(ShuttingDownError());
            return;
        }

        if (WithoutPlaceIn(asked.Services) is { } name)
        {
            asked.Answer.TrySetException(new BatonException(ErrorCode.InvalidManifest, $"service \"{name}\" has the name of one that was added while Baton runs; remove that, or give the service another name"));
            return;
        }

        var names = NamesOf(asked.Services);
        if (InTheWayOf(names) is { } reason)
        {
            if (!asked.IsPatient || _patient is not null) asked.Answer.TrySetException(new BatonException(ErrorCode.Busy, $"{reason}; try again when it is gone"));
            else _patient = asked;
            return;
        }

        var plan = PlanTo(asked.Services, asked.Scaled);
        if (plan.IsEmpty && _roster.Set.Services.Select(service => service.Name).SequenceEqual(names))
        {
            Take(new Roster(_slots, asked.Services));
            asked.BeforeEnds?.Invoke();
            asked.Answer.TrySetResult(new ReloadBegun(plan, Task.FromResult(ReloadEnd.Nothing)));
            return;
        }

        var what = plan.IsScale ? "scaled" : "manifest_reloaded";
        var seq = _ports.Notices.Publish("daemon", what, cause: null, $"by {asked.Cause.Who}: {plan.ToSentence()}");
        PutInForce(asked.Services, plan, seq);
        asked.Answer.TrySetResult(Begin(plan, asked, seq));
    }

    private void PutInForce(ServiceSet services, ReloadPlan plan, long seq)
    {
        var acts = plan.Services.ToDictionary(service => service.Name);
        var slots = new List<ServiceSlot>(services.Services.Count);
        var (added, altered) = (new List<ServiceSlot>(), new List<(ServiceSlot Slot, ServiceDefinition Was)>());
        foreach (var definition in services.Services)
        {
            var slot = _indexByName.TryGetValue(definition.Name, out var index) ? _slots[index] : null;
            if (slot is null)
            {
                added.Add(slot = NewSlot(definition));
                slot.Attach(_ports.Memory, remembered: null);
                // Of one of this name that was there under an earlier daemon.
                _ports.Schedules.Forget(definition.Name);
            }
            else if (acts.TryGetValue(definition.Name, out var planned) && planned.Keys.Count > 0)
            {
                altered.Add((slot, slot.Definition));
                slot.Take(definition, planned.Keys.Any(key => key.Need == ChangeNeed.Restart));
                if (planned.Act != PlannedAct.Restart) slot.Cause = _ports.Notices.Publish(slot.Subject, "definition_changed", seq, string.Join(", ", planned.Keys));
            }

            slots.Add(slot);
        }

        var leaving = _slots.Except(slots).ToList();
        foreach (var slot in leaving.Where(slot => !slot.IsLeaving)) Leave(slot, seq, plan.IsScale ? "it was scaled down" : "the manifest has it no more");
        EndFor(leaving.ToHashSet());
        _leaving = leaving.Count;
        Take(new Roster([.. slots, .. leaving], services));
        foreach (var slot in added) Prepare(slot);
        foreach (var (slot, was) in altered) PrepareAgain(slot, was);
        // Whom a service waits for, and who waits for it, may be others now.
        foreach (var slot in _slots) _neighbours.Enqueue(slot.Index);
        foreach (var slot in _slots.Where(WaitsForOthers)) Step(slot, new ServiceEvent.SurroundingsChanged());
        foreach (var slot in _slots) PublishView(slot);
    }

    private void Leave(ServiceSlot slot, long? seq, string why)
    {
        slot.IsLeaving = true;
        slot.Cause = _ports.Notices.Publish(slot.Subject, "removal_requested", seq, why);
    }

    /// <summary>What is asked and watched as the definition says, where that is different.</summary>
    private void PrepareAgain(ServiceSlot slot, ServiceDefinition was)
    {
        foreach (var watcher in Enum.GetValues<Watcher>())
        {
            if (!IsAskedOtherwise(watcher, was, slot.Definition)) continue;
            slot.Drop(watcher);
            Prepare(slot, watcher);
        }

        AskProbes(slot);
        AskCheck(slot);
        AwaitLife(slot);

        if (slot.State.Phase == Phase.Failed) RetryByOtherRules(slot, was.Policy);

        // A run on its way up has been given its time by other rules, or none.
        if (slot is not { Former: null, State: { Phase: Phase.Starting, Hook: null } state }) return;
        var (before, now) = (was.Policy, slot.Definition.Policy);
        if (!now.HasReadiness && state.Pid is not null) Step(slot, new ServiceEvent.ReadinessChanged(state.Run, IsReady: true));
        else if (now.HasReadiness && (!before.HasReadiness || before.StartupTimeout != now.StartupTimeout)) ArmAgain(slot, new Effect.Arm(state.Epoch, now.StartupTimeout));
    }

    /// <summary>One that has failed is tried again, or waits for a person, as the new rules say; its time begins now where it is another.</summary>
    private void RetryByOtherRules(ServiceSlot slot, ServicePolicy was)
    {
        var now = slot.Definition.Policy;
        if (was.FailedRetry == now.FailedRetry && was.Restart == RestartMode.Never == (now.Restart == RestartMode.Never)) return;
        if (ServiceMachine.RetryAfter(slot.State, now, SurroundingsOf(slot)) is { } retry)
        {
            ArmAgain(slot, new Effect.Arm(slot.State.Epoch, retry));
            return;
        }

        slot.Timer.Disarm();
        (slot.TimerDue, slot.TimerDueAt) = (null, null);
        slot.Keep();
    }

    /// <summary>Another time for the present phase, which the next daemon goes by too.</summary>
    private void ArmAgain(ServiceSlot slot, Effect.Arm arm)
    {
        slot.TimerDue = Now + arm.After;
        slot.Keep();
        Arm(slot, arm);
    }

    /// <summary>What one of them watches or asks is different; what the others know, or wait for, is not to be lost for it.</summary>
    private static bool IsAskedOtherwise(Watcher watcher, ServiceDefinition was, ServiceDefinition now) => watcher switch
    {
        Watcher.Devices => !was.RequiresDevices.SequenceEqual(now.RequiresDevices),
        Watcher.Probes => was.Probes != now.Probes,
        Watcher.Check => was.Check != now.Check || (now.Check is not null && (was.Port != now.Port || was.Launch != now.Launch)),
        Watcher.Notify => was.Notify != now.Notify,
        Watcher.Schedule => was.Schedule != now.Schedule,
        _ => was.Watch != now.Watch,
    };

    private ReloadBegun Begin(ReloadPlan plan, SupervisorMessage.ReloadAsked asked, long seq)
    {
        var stops = new PendingAct(ActKind.Stop, [.. Named(plan.Of(PlannedAct.Remove)).Where(slot => slot.State.IsLive)], []);
        var restarts = new PendingAct(ActKind.Restart, Named(plan.Of(PlannedAct.Restart)), []);
        var starts = new PendingAct(ActKind.Start, Named(plan.Of(PlannedAct.Start)), []);
        var commands = Named(plan.Of(PlannedAct.ReloadCommand)).Select(slot => RunReloadCommand(slot, seq)).ToList();
        foreach (var slot in restarts.Services) restarts.Note(slot);
        var who = asked.Cause.Who;
        foreach (var index in InOrder(Indices(starts.Services))) AskForReload(_slots[index], new ServiceEvent.StartRequested(), $"a {(plan.IsScale ? "scale" : "reload")} of {who}", seq);
        asked.BeforeEnds?.Invoke();
        foreach (var index in InOrder(Indices(_slots.Where(slot => slot.IsLeaving))).Reverse()) AskForReload(_slots[index], new ServiceEvent.StopRequested(IsAlone: false), who, seq);
        var because = plan.Services.ToDictionary(service => service.Name);
        foreach (var index in InOrder(Indices(restarts.Services)).Reverse()) Restart(_slots[index], because[_slots[index].Definition.Name], seq);
        foreach (var slot in _slots.Where(slot => slot.Definition.EndsProject)) LookAtEnd(slot);
        Await(stops);
        Await(restarts);
        Await(starts);
        return new ReloadBegun(plan, ReloadBegun.DoneAsync(stops.Done, restarts.Done, starts.Done, commands));
    }

    private IReadOnlyList<ServiceSlot> Named(IReadOnlyList<string> names) => [.. names.Select(name => _slots[_indexByName[name]])];

    private void AskForReload(ServiceSlot slot, ServiceEvent e, string who, long seq)
    {
        var isStop = e is ServiceEvent.StopRequested;
        if (isStop) slot.StopAskedBy = who;
        else slot.Cause = _ports.Notices.Publish(slot.Subject, "start_requested", seq, $"by {who}");
        Step(slot, e);
    }

    private void Restart(ServiceSlot slot, PlannedService planned, long seq)
    {
        var why = planned.Because ?? $"changed: {string.Join(", ", planned.Keys)}";
        slot.Cause = _ports.Notices.Publish(slot.Subject, "restart_requested", seq, why);
        Step(slot, new ServiceEvent.RestartRequested());
    }
}
