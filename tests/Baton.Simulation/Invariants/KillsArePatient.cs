using Baton.Processes;
using Baton.Simulation.Daemon;
using Baton.Simulation.Histories;

namespace Baton.Simulation.Invariants;

/// <summary>What is asked to end gets its time.</summary>
internal sealed class KillsArePatient(History history) : Invariant(history)
{
    // A stop's time goes on over the death of a daemon, whether that had come to ask or not: then less may be left.
    private readonly Dictionary<RunId, (TimeSpan At, SimDaemon By)> _asked = [];

    /// <inheritdoc/>
    public override string Promise => "what is asked to end gets its stop timeout before it is killed";

    /// <inheritdoc/>
    public override void Commanded(ProcessCommand command, SimDaemon? daemon)
    {
        if (command is ProcessCommand.Terminate asked && daemon is { IsRecovering: false }) _asked.TryAdd(asked.Id, (History.Clock.Now, daemon));
        if (command is not ProcessCommand.Kill kill || daemon is not { IsRecovering: false, Supervisor: { IsShuttingDown: false } supervisor }) return;
        if (!_asked.TryGetValue(kill.Id, out var first) || first.By != daemon || supervisor.InForce.Services.FirstOrDefault(s => s.Name == kill.Id.Service) is not { } service) return;
        // A run of an earlier definition ends by that.
        if (!ReferenceEquals(supervisor.InForce, History.Kept) || service.Policy.HasStopCommand || History.Reloads > 0) return;
        var waited = History.Clock.Now - first.At;
        if (waited < service.Policy.StopTimeout - TimeSpan.FromMilliseconds(1)) Broken($"{kill.Id} is killed {waited.TotalSeconds:0.###} s after it was asked to end, and has {service.Policy.StopTimeout.TotalSeconds} s");
    }
}
