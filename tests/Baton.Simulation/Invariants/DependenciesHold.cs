using Baton.Core.Notices;
using Baton.Simulation.Daemon;
using Baton.Simulation.Histories;
using Baton.Supervision.Dependencies;
using Baton.Supervision.Services;

namespace Baton.Simulation.Invariants;

/// <summary>Nothing is started before what it depends on is as it must be.</summary>
internal sealed class DependenciesHold(History history) : Invariant(history)
{
    // News of the end of a dependency may be on its way that long.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(8);

    /// <inheritdoc/>
    public override string Promise => "nothing is started before its dependencies are as it needs them";

    /// <inheritdoc/>
    public override void Noticed(SimDaemon daemon, Notice notice)
    {
        // A start that the daemon before had decided is asked for again, though things may be different by now.
        if (notice.What != "starting" || daemon is not { IsRecovering: false, Supervisor: { } supervisor }) return;
        var starting = notice.Subject["service/".Length..];
        // The turn may be putting other definitions in force.
        var service = History.File.Services.FirstOrDefault(s => s.Name == starting);
        if (service is null || !ReferenceEquals(supervisor.InForce, History.File)) return;
        foreach (var name in service.DependsOn)
        {
            var dependency = History.File.Services.First(s => s.Name == name);
            if (!Holds(service.Conditions.GetValueOrDefault(name, DependencyCondition.Ready), dependency)) Broken($"{starting} is started while {name} is not as it needs it: {Shown(name)}");
        }
    }

    private bool Holds(DependencyCondition condition, ServiceDefinition dependency)
    {
        if (History.Machine.NewestOf(dependency.Name) is not { } life) return false;
        var isEnded = life is { First.IsAlive: false };
        if (dependency.Policy.IsOneShot || condition is DependencyCondition.Completed or DependencyCondition.Succeeded) return isEnded || condition == DependencyCondition.Started;
        // One that has done its work was started.
        var isThere = !isEnded || (condition == DependencyCondition.Started && life.Exit is { IsSuccess: true }) || History.Clock.Now - life.EndedAt < Grace;
        return isThere && (condition == DependencyCondition.Started || !dependency.Policy.HasReadiness || life.WasReady);
    }

    private string Shown(string name) => History.Machine.NewestOf(name) is { } life ? $"run {life.Id.Run} lives {life.First.IsAlive}, was ready {life.WasReady}" : "it never ran";
}
