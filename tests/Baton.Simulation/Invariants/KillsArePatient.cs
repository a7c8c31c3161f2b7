using Baton.Processes;
using Baton.Simulation.Daemon;
using Baton.Simulation.Histories;

namespace Baton.Simulation.Invariants;

/// <summary>What is asked to end gets its time.</summary>
internal sealed class KillsArePatient(History history) : Invariant(history)
{
    // A stop's time goes on over the death of a daemon, whether that had come to ask or not: then less may be left.
    private readonly Dictionary<RunId, (TimeSpan At, SimDaemon By)> _asked = [];

    // A run whose definition changes ends by one of those that were in force since it began: it has the shortest time of them at least.
    private readonly Dictionary<RunId, TimeSpan> _patience = [];

    /// <inheritdoc/>
    public override string Promise => "what is asked to end gets its stop timeout before it is killed";

    /// <inheritdoc/>
    public override void Turned(SimDaemon daemon)
    {
        if (daemon.Supervisor is not { } supervisor) return;
        foreach (var service in supervisor.InForce.Services)
        {
            if (supervisor.Find(service.Name) is not { IsLive: true } view) continue;
            var id = new RunId(service.Name, view.Run);
            // A program that stops it takes of the time before it is asked.
            var patience = service.Policy.HasStopCommand ? TimeSpan.Zero : service.Policy.StopTimeout;
            _patience[id] = _patience.TryGetValue(id, out var before) && before < patience ? before : patience;
        }
    }

    /// <inheritdoc/>
    public override void Commanded(ProcessCommand command, SimDaemon? daemon)
    {
        if (command is ProcessCommand.Terminate asked && daemon is { IsRecovering: false }) _asked.TryAdd(asked.Id, (History.Clock.Now, daemon));
        if (command is not ProcessCommand.Kill kill || daemon is not { IsRecovering: false, Supervisor.IsShuttingDown: false }) return;
        if (!_asked.TryGetValue(kill.Id, out var first) || first.By != daemon || !_patience.TryGetValue(kill.Id, out var patience)) return;
        var waited = History.Clock.Now - first.At;
        if (waited < patience - TimeSpan.FromMilliseconds(1)) Broken($"{kill.Id} is killed {waited.TotalSeconds:0.###} s after it was asked to end, and has {patience.TotalSeconds} s");
    }
}
