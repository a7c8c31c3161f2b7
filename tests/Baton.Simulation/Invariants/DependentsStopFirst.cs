using Baton.Processes;
using Baton.Simulation.Daemon;
using Baton.Simulation.Histories;
using Baton.Supervision.Services;

namespace Baton.Simulation.Invariants;

/// <summary>A stop that somebody asks for takes what depends on it first.</summary>
internal sealed class DependentsStopFirst(History history) : Invariant(history)
{
    private readonly HashSet<RunId> _asked = [];

    /// <inheritdoc/>
    public override string Promise => "a stop of everything ends dependents before what they depend on";

    /// <inheritdoc/>
    public override void Commanded(ProcessCommand command, SimDaemon? daemon)
    {
        if (command is not ProcessCommand.Terminate terminate || !_asked.Add(terminate.Id)) return;
        if (daemon is not { IsRecovering: false, Supervisor: { IsShuttingDown: true } supervisor } || History.Operator.IsKillAsked) return;
        // One that ends for a fault of its own does not wait for others.
        if (supervisor.Find(terminate.Id.Service) is not { State: Phase.Running, IsReady: true, IsDesired: false }) return;
        if (History.Machine.LifeOf(terminate.Id) is not { First.IsAlive: true, IsHung: false }) return;
        foreach (var name in Rosters.WithDependents(supervisor.InForce, [terminate.Id.Service]).Where(name => name != terminate.Id.Service))
        {
            // One that cannot be killed holds nobody up, and what is known of that may be older than what is.
            if (supervisor.Find(name)?.Reason?.Contains("cannot be killed", StringComparison.Ordinal) == true) continue;
            var isStuck = History.Machine.LivingOf(name).Any(life => life.Members.Exists(member => member.IsStuck));
            if (!isStuck && supervisor.Find(name) is { State: Phase.Starting or Phase.Running or Phase.Stopping }) Broken($"{terminate.Id} is asked to end while {name}, which depends on it, lives");
        }
    }
}
