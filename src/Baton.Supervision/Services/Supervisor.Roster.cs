using System.Diagnostics.CodeAnalysis;
using Baton.Core;
using Baton.Supervision.Reload;

namespace Baton.Supervision.Services;

/// <summary>Which services there are. The roster is replaced in one turn; nobody sees half of it.</summary>
public sealed partial class Supervisor
{
    private int _leaving;

    /// <summary>Names of all services, in the order of <see cref="Services"/>. Never waits.</summary>
    public IReadOnlyList<string> Names => _roster.NameList;

    /// <summary>The services of the manifest in force. Never waits.</summary>
    public ServiceSet InForce => _roster.Set;

    /// <summary>The name is that of a service with replicas, of which there may be none now. Never waits.</summary>
    public bool IsWhole(string name) => _roster.Names.IsWhole(name);

    private IReadOnlyList<ServiceSlot> Meant(IReadOnlyList<string> names) => _roster is var all ? all.At(all.Names.Resolve(names)) : [];

    private static IReadOnlyList<int> Indices(IEnumerable<ServiceSlot> slots) => [.. slots.Where(slot => !slot.IsForgotten).Select(slot => slot.Index)];

    private ServiceSlot NewSlot(ServiceDefinition definition) =>
        new(definition, _ports.LastRun(definition.Name), EnabledByPerson(definition), _ports.Time, PostTimer);

    /// <summary>What people said of one replica wins over what they said of all.</summary>
    private bool? EnabledByPerson(ServiceDefinition definition) =>
        _ports.EnabledByPerson(definition.Name) ?? (definition.Replica is { } replica ? _ports.EnabledByPerson(replica.Of) : null);

    private void Prepare(ServiceSlot slot)
    {
        foreach (var watcher in Enum.GetValues<Watcher>()) Prepare(slot, watcher);
    }

    private void Prepare(ServiceSlot slot, Watcher watcher)
    {
        switch (watcher)
        {
            case Watcher.Devices: WatchDevices(slot); break;
            case Watcher.Probes: PrepareProbes(slot); break;
            case Watcher.Check: PrepareCheck(slot); break;
            case Watcher.Notify: PrepareNotify(slot); break;
            case Watcher.Schedule: PrepareSchedule(slot); break;
            default: PrepareWatch(slot); break;
        }
    }

    [MemberNotNull(nameof(_roster), nameof(_slots), nameof(_indexByName), nameof(_graph), nameof(_order), nameof(_allDependencies), nameof(_allDependents))]
    private void Take(Roster roster)
    {
        for (var i = 0; i < roster.Slots.Length; i++) roster.Slots[i].Index = i;
        (_slots, _indexByName, _graph, _order) = (roster.Slots, roster.IndexByName, roster.Graph, roster.Order);
        (_allDependencies, _allDependents) = (roster.AllDependencies, roster.AllDependents);
        _roster = roster;
        WatchMemory();
        _listeners.Tell();
    }

    /// <summary>
    /// Forgets each service that the manifest knows no more and of which nothing lives. One that does not end holds up none of the others but those that it
    /// depends on: they stop after it, and stand in its definition.
    /// </summary>
    private void ForgetGone()
    {
        if (!Array.Exists(_slots, IsGone)) return;
        var gone = _slots.Where(IsGone).ToList();
        _leaving -= gone.Count;
        foreach (var slot in gone)
        {
            slot.IsForgotten = true;
            slot.Dispose();
            slot.Detach();
            _ports.Schedules.Forget(slot.Definition.Name);
        }

        EndFor(gone.ToHashSet());
        foreach (var slot in gone) _ports.Notices.Publish(slot.Subject, "removed", slot.Cause);
        Take(new Roster([.. _slots.Where(slot => !slot.IsForgotten)], _roster.Set));
        Volatile.Read(ref _changed)?.Invoke();
    }

    private bool IsGone(ServiceSlot slot) =>
        slot is { IsLeaving: true, State.IsLive: false } && !_allDependents[slot.Index].Any(i => _slots[i].State.IsLive);

    /// <summary>Requests wait no longer for services that go; one that was for nothing else is refused. A stop is waited for until it is done.</summary>
    private static void EndFor(IReadOnlySet<ServiceSlot> leaving)
    {
        foreach (var act in leaving.SelectMany(slot => slot.Pending).Where(act => act.Kind != ActKind.Stop).Distinct().ToList())
        {
            foreach (var slot in leaving) slot.Pending.RemoveAll(pending => pending == act);
            if (act.TakeOut(leaving) is not { } last)
            {
                Settle(act);
                continue;
            }

            Forget(act);
            act.Refuse(RemovedError(last));
        }
    }

    private static BatonException RemovedError(ServiceSlot slot) =>
        new(ErrorCode.NotFound, $"service \"{slot.Definition.Name}\" does not exist any more: a scale or reload has removed it");
}
