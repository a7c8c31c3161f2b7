using Baton.Supervision.Dependencies;

namespace Baton.Supervision.Services;

/// <summary>What services want of those they depend on, inside the actor's turns.</summary>
public sealed partial class Supervisor
{
    private static DependencyCondition ConditionOf(ServiceSlot slot, ServiceSlot dependency) =>
        slot.Definition.Conditions.GetValueOrDefault(dependency.Definition.Name, DependencyCondition.Ready);

    private static bool IsSatisfied(ServiceSlot slot, ServiceSlot dependency)
    {
        var d = dependency.State;
        return d.IsDesired && ConditionOf(slot, dependency) switch
        {
            DependencyCondition.Ready => dependency.IsReady,
            DependencyCondition.Started => d is { Pid: not null, Phase: Phase.Starting } or { Phase: Phase.Running or Phase.Completed },
            DependencyCondition.Completed => d.Phase == Phase.Completed || (d.Phase == Phase.Failed && !IsRetried(dependency)),
            DependencyCondition.Succeeded => d.Phase == Phase.Completed,
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    /// <summary>
    /// What it needs, however indirectly, and what was asked to stop and still lives. A stop waits until nothing lives that needs it: what began meanwhile, behind
    /// one that is done, would make it wait for ever.
    /// </summary>
    private IEnumerable<ServiceSlot> OnTheirWayDown(ServiceSlot slot) => _allDependencies[slot.Index].Select(i => _slots[i]).Where(d => d.State is { IsDesired: false, IsLive: true });

    /// <summary>It is not as wanted, and will not get so by itself, or not soon.</summary>
    private static bool IsOfNoHelp(ServiceSlot slot, ServiceSlot dependency) => !IsSatisfied(slot, dependency)
        && (dependency.State.Phase is Phase.Stopped or Phase.Failed or Phase.Completed or Phase.Backoff or Phase.WaitingDevices || dependency.WaitsInVain);

    /// <summary>
    /// It waits to begin, or to be stopped when nothing lives any more that depends on it. Whoever it waited for may have gone from the manifest, and tells
    /// nobody any more.
    /// </summary>
    private static bool WaitsForOthers(ServiceSlot slot) =>
        slot.State is { Phase: Phase.WaitingDependencies or Phase.WaitingDevices } or { IsDesired: false, Phase: Phase.Starting or Phase.Running };

    /// <summary>It has done what others wait for, and doing it again would not help them.</summary>
    private bool IsDone(ServiceSlot dependency) => dependency.State is { Phase: Phase.Completed, IsDesired: true }
        && _graph.DependentsOf(dependency.Index).Any(i => IsSatisfied(_slots[i], dependency));

    private static bool IsRetried(ServiceSlot failed) => failed.Definition.Policy is { Restart: not RestartMode.Never, FailedRetry: not null };

    /// <summary>It was there for those that are bound to it, and is not, or not as the same run, any longer.</summary>
    private static bool HasLeft(Service before, Service now) =>
        before is { Phase: Phase.Running } or { Phase: Phase.Starting, Pid: not null } && now.IsDesired
        // A run that was stable is replaced in the same step.
        && (now.Phase is not (Phase.Starting or Phase.Running) || now.Run != before.Run);

    private void RestartThoseBoundTo(ServiceSlot dependency)
    {
        foreach (var index in _graph.DependentsOf(dependency.Index))
        {
            var slot = _slots[index];
            if (!slot.State.IsDesired || !slot.State.IsLive || !slot.Definition.RestartWith.Contains(dependency.Definition.Name)) continue;
            slot.Cause = _ports.Notices.Publish(slot.Subject, "restart_requested", dependency.Cause, $"it is restarted with {dependency.Definition.Name}");
            // Nobody took over: its own failures stay, and it is a start by policy.
            Step(slot, new ServiceEvent.RestartDue());
        }
    }
}
