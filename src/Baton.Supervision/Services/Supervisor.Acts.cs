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

        foreach (var index in asked.Act.Services) asked.Act.Note(_slots[index]);
        if (asked is { Kind: ActKind.Stop, IsAlone: false }) asked.Act.Also = [.. _graph.AllDependentsOf(asked.Act.Services).Where(i => _slots[i].State.IsLive)];
        switch (asked.Kind)
        {
            case ActKind.Start: StartAll(asked.Act, asked.Cause); break;
            case ActKind.Stop: StopAll(asked.Act.Services, asked.Act.Also, asked.IsAlone, asked.Cause); break;
            case ActKind.Restart: RestartAll(asked.Act, asked.Cause); break;
            case ActKind.Wait: break;
            case ActKind.Enable or ActKind.Disable: EnableAll(asked.Act, asked.Kind == ActKind.Enable, asked.Cause); break;
            default: throw new System.Diagnostics.UnreachableException();
        }

        Await(asked.Act);
    }

    private void StartAll(PendingAct act, ActCause cause)
    {
        var named = act.Services.ToHashSet();
        // Dependencies first, so that a free one is spawned at once and those behind it wait with a reason.
        foreach (var index in InOrder([.. act.Also.Where(i => !IsDone(_slots[i])), .. act.Services]))
            Ask(_slots[index], new ServiceEvent.StartRequested(), "start_requested", cause, named.Contains(index) ? null : DependentOf(index, named, "starts"));
    }

    private void StopAll(IEnumerable<int> services, IEnumerable<int> also, bool isAlone, ActCause cause)
    {
        var named = services.ToHashSet();
        // Dependents first: each is on its way down before what it depends on looks around.
        foreach (var index in InOrder([.. named, .. also]).Reverse())
        {
            var slot = _slots[index];
            slot.StopAskedBy = cause.Who;
            Ask(slot, new ServiceEvent.StopRequested(isAlone), "stop_requested", cause, named.Contains(index) ? null : DependencyOf(index, named));
        }
    }

    /// <summary>Why one is asked that nobody named: who needs it.</summary>
    private string? DependentOf(int index, HashSet<int> named, string does) =>
        _allDependents[index].Where(named.Contains).Select(i => $"{_slots[i].Definition.Name}, which needs it, {does}").FirstOrDefault();

    private string? DependencyOf(int index, HashSet<int> named) =>
        _allDependencies[index].Where(named.Contains).Select(i => $"{_slots[i].Definition.Name}, which it needs, stops").FirstOrDefault();

    private void RestartAll(PendingAct act, ActCause cause)
    {
        var named = act.Services.ToHashSet();
        foreach (var index in InOrder(_graph.AllDependenciesOf(act.Services)))
        {
            if (!IsDone(_slots[index]) && _slots[index].State is { IsDesired: false } or { Phase: Phase.Failed or Phase.Completed }) Ask(_slots[index], new ServiceEvent.StartRequested(), "start_requested", cause, DependentOf(index, named, "is restarted"));
        }

        foreach (var index in InOrder(act.Services).Reverse()) Ask(_slots[index], new ServiceEvent.RestartRequested(), "restart_requested", cause);
    }

    private IEnumerable<int> InOrder(IEnumerable<int> services)
    {
        var wanted = services.ToHashSet();
        return wanted.Count == 1 ? wanted : _order.Where(wanted.Contains);
    }

    private void Ask(ServiceSlot slot, ServiceEvent e, string what, ActCause cause, string? why = null)
    {
        var isNews = e is not ServiceEvent.StartRequested || !slot.State.IsDesired || !(slot.State.IsLive || slot.State.Phase == Phase.WaitingDependencies);
        if (isNews) slot.Cause = _ports.Notices.Publish(slot.Subject, what, cause.Notice, why is null ? $"by {cause.Who}" : $"by {cause.Who}, as {why}");
        Step(slot, e);
    }

    /// <summary>Registers who waits; whatever is done already is not waited for.</summary>
    private void Await(PendingAct act)
    {
        StepNeighbours();
        foreach (var index in act.Services.Concat(act.Also)) _slots[index].Pending.Add(act);
        Settle(act);
    }

    private void SettlePending(ServiceSlot slot)
    {
        if (slot.Pending.Count == 0) return;
        foreach (var act in slot.Pending.ToArray()) Settle(act);
    }

    private void Settle(PendingAct act)
    {
        if (!act.Services.Concat(WaitedAlso(act)).All(index => act.IsDoneFor(_slots[index]))) return;
        Forget(act);
        act.Complete(index => _slots[index].View);
    }

    /// <summary>A stop waits for the dependents it stops; a start does not wait for more than what was named.</summary>
    private static IEnumerable<int> WaitedAlso(PendingAct act) => act.Kind == ActKind.Stop ? act.Also : [];

    private void Forget(PendingAct act)
    {
        foreach (var index in act.Services.Concat(act.Also)) _slots[index].Pending.Remove(act);
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
                StopAll(Enumerable.Range(0, _slots.Length), [], isAlone: false, cause);
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
