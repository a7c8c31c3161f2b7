namespace Baton.Supervision.Services;

/// <summary>What people ask for, inside the actor's turns.</summary>
public sealed partial class Supervisor
{
    private void HandleAsked(SupervisorMessage.Asked asked)
    {
        if (_isShuttingDown && asked.Kind is (ActKind.Start or ActKind.Restart))
        {
            asked.Act.Refuse(ShuttingDownError());
            return;
        }

        // A name may mean several services, of which a scale has taken away some since it was looked up.
        if (asked.Act.TakeOut(asked.Act.Services.Concat(asked.Act.Also).Where(slot => slot.IsForgotten || slot.IsLeaving).ToHashSet()) is { } gone)
        {
            asked.Act.Refuse(RemovedError(gone));
            return;
        }

        var services = Indices(asked.Act.Services);
        foreach (var slot in asked.Act.Services) asked.Act.Note(slot);
        TakeOnce(asked);
        if (asked is { Kind: ActKind.Stop, IsAlone: false }) asked.Act.Also = [.. _roster.At(_graph.AllDependentsOf(services)).Where(slot => slot.State.IsLive)];
        switch (asked.Kind)
        {
            case ActKind.Start: StartAll(services, Indices(asked.Act.Also.Where(slot => !IsDone(slot))), asked.Cause); break;
            case ActKind.Stop: StopAll(services, Indices(asked.Act.Also), asked.IsKill ? new ServiceEvent.KillRequested() : new ServiceEvent.StopRequested(asked.IsAlone), asked.Cause); break;
            case ActKind.Restart: RestartAll(services, asked.Cause); break;
            case ActKind.Wait: break;
            case ActKind.Enable or ActKind.Disable: EnableAll(asked.Act, asked.Kind == ActKind.Enable, asked.Cause); break;
            default: throw new System.Diagnostics.UnreachableException();
        }

        Await(asked.Act);
    }

    private void StartAll(IReadOnlyList<int> services, IReadOnlyList<int> also, ActCause cause)
    {
        var named = services.ToHashSet();
        // Dependencies first, so that a free one is spawned at once and those behind it wait with a reason.
        foreach (var index in InOrder([.. also, .. services]))
            Ask(_slots[index], new ServiceEvent.StartRequested(), "start_requested", cause, named.Contains(index) ? null : DependentOf(index, named, "starts"));
    }

    private void StopAll(IEnumerable<int> services, IEnumerable<int> also, ServiceEvent stop, ActCause cause)
    {
        var named = services.ToHashSet();
        var what = stop is ServiceEvent.KillRequested ? "kill_requested" : "stop_requested";
        // Dependents first: each is on its way down before what it depends on looks around.
        foreach (var index in InOrder([.. named, .. also]).Reverse())
        {
            var slot = _slots[index];
            slot.StopAskedBy = cause.Who;
            Ask(slot, stop, what, cause, named.Contains(index) ? null : DependencyOf(index, named));
        }
    }

    /// <summary>Why one is asked that nobody named: who needs it.</summary>
    private string? DependentOf(int index, HashSet<int> named, string does) =>
        _allDependents[index].Where(named.Contains).Select(i => $"{_slots[i].Definition.Name}, which needs it, {does}").FirstOrDefault();

    private string? DependencyOf(int index, HashSet<int> named) =>
        _allDependencies[index].Where(named.Contains).Select(i => $"{_slots[i].Definition.Name}, which it needs, stops").FirstOrDefault();

    private void RestartAll(IReadOnlyList<int> services, ActCause cause)
    {
        var named = services.ToHashSet();
        foreach (var index in InOrder(_graph.AllDependenciesOf(services)))
        {
            if (!IsDone(_slots[index]) && _slots[index].State is { IsDesired: false } or { Phase: Phase.Failed or Phase.Completed }) Ask(_slots[index], new ServiceEvent.StartRequested(), "start_requested", cause, DependentOf(index, named, "is restarted"));
        }

        foreach (var index in InOrder(services).Reverse()) Ask(_slots[index], new ServiceEvent.RestartRequested(), "restart_requested", cause);
    }

    private IEnumerable<int> InOrder(IEnumerable<int> services)
    {
        var wanted = services.ToHashSet();
        return wanted.Count == 1 ? wanted : _order.Where(wanted.Contains);
    }

    private void Ask(ServiceSlot slot, ServiceEvent e, string what, ActCause cause, string? why = null)
    {
        var isNews = e is not ServiceEvent.StartRequested || !slot.State.IsDesired || !(slot.State.IsLive || slot.State.Phase == Phase.WaitingDependencies);
        // Its run is of an earlier definition: what is meant to run is the present one.
        if (e is ServiceEvent.StartRequested && slot is { Former: not null, State.Phase: Phase.Starting or Phase.Running }) e = new ServiceEvent.RestartRequested();
        if (isNews) slot.Cause = _ports.Notices.Publish(slot.Subject, what, cause.Notice, why is null ? $"by {cause.Who}" : $"by {cause.Who}, as {why}");
        Step(slot, e);
    }

    /// <summary>Registers who waits; whatever is done already is not waited for.</summary>
    private void Await(PendingAct act)
    {
        StepNeighbours();
        foreach (var slot in act.Services.Concat(act.Also)) slot.Pending.Add(act);
        Settle(act);
    }

    private static void SettlePending(ServiceSlot slot)
    {
        if (slot.Pending.Count == 0) return;
        foreach (var act in slot.Pending.ToArray()) Settle(act);
    }

    private static void Settle(PendingAct act)
    {
        if (!act.Services.Concat(WaitedAlso(act)).All(act.IsDoneFor)) return;
        Forget(act);
        act.Complete();
    }

    /// <summary>A stop waits for the dependents it stops; a start does not wait for more than what was named.</summary>
    private static IEnumerable<ServiceSlot> WaitedAlso(PendingAct act) => act.Kind == ActKind.Stop ? act.Also : [];

    private static void Forget(PendingAct act)
    {
        foreach (var slot in act.Services.Concat(act.Also)) slot.Pending.Remove(act);
    }

    private void HandleShutDown(SupervisorMessage.ShutDown x)
    {
        if (!_isShuttingDown)
        {
            _isShuttingDown = true;
            StoreProject(_project with { StopAskedBy = x.Cause.Who });
            var cause = x.Cause with { Notice = _ports.Notices.Publish("daemon", "stopping", x.Cause.Notice, $"asked by {x.Cause.Who}") };
            if (!x.IsKill)
            {
                StopAll(Enumerable.Range(0, _slots.Length), [], new ServiceEvent.StopRequested(IsAlone: false), cause);
                ArmDeadline();
                return;
            }
        }

        if (!x.IsKill) return;
        StoreProject(_project with { IsKill = true });
        KillAll(x.Cause);
    }

    private void ArmDeadline()
    {
        var chain = _graph.LongestChain(index => LongestStop(_slots[index]));
        var limit = (chain < LongestDeadline ? chain : LongestDeadline) + TimeSpan.FromSeconds(1);
        StoreProject(_project with { Deadline = Now + limit });
        StartDeadline(limit);
    }

    private void StartDeadline(TimeSpan limit) =>
        _deadline = _ports.Time.CreateTimer(_ => ShutDown(isKill: true, new ActCause("the deadline of the stop")), null, limit, Timeout.InfiniteTimeSpan);

    private void KillAll(ActCause cause)
    {
        foreach (var slot in _slots.Where(slot => slot.State.IsLive))
        {
            slot.Cause = _ports.Notices.Publish(slot.Subject, "kill_requested", slot.Cause, $"by {cause.Who}");
            Step(slot, new ServiceEvent.KillRequested());
        }

        foreach (var slot in _slots.Where(slot => !slot.State.IsLive && slot.State.IsDesired)) Step(slot, new ServiceEvent.StopRequested(IsAlone: true));
    }
}
