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
    }

    /// <summary>Forgets the services that the manifest knows no more, once nothing of any of them lives.</summary>
    private void ForgetGone()
    {
        var leaving = _slots.Where(slot => slot.IsLeaving).ToList();
        if (leaving.Any(slot => slot.State.IsLive)) return;
        _leaving = 0;
        foreach (var slot in leaving)
        {
            slot.IsForgotten = true;
            slot.Dispose();
            slot.Detach();
            foreach (var act in slot.Pending.ToArray()) EndFor(act, slot);
            _ports.Notices.Publish(slot.Subject, "removed", slot.Cause);
        }

        Take(new Roster([.. _slots.Where(slot => !slot.IsForgotten)], _roster.Set));
        Volatile.Read(ref _changed)?.Invoke();
    }

    /// <summary>Ends a request that waits for a service which goes.</summary>
    private static void EndFor(PendingAct act, ServiceSlot slot)
    {
        Forget(act);
        act.Refuse(RemovedError(slot));
    }

    private static BatonException RemovedError(ServiceSlot slot) =>
        new(ErrorCode.NotFound, $"service \"{slot.Definition.Name}\" does not exist any more: a reload has removed it");
}
