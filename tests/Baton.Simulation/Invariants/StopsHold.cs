using Baton.Processes;
using Baton.Simulation.Daemon;
using Baton.Simulation.Histories;
using Baton.Simulation.World;

namespace Baton.Simulation.Invariants;

/// <summary>What was stopped stays stopped.</summary>
internal sealed class StopsHold(History history) : Invariant(history)
{
    /// <inheritdoc/>
    public override string Promise => "nothing is started after an acknowledged stop";

    /// <inheritdoc/>
    public override void Commanded(ProcessCommand command, SimDaemon? daemon)
    {
        if (command is ProcessCommand.Spawn && History.Operator.IsDownTaken) Broken($"{((ProcessCommand.Spawn)command).Id} was to be started after everything was to stop");
    }

    /// <inheritdoc/>
    public override void Forked(RunLife life)
    {
        if (History.Operator.IsStopped(life.Id.Service)) Broken($"{life.Id} was started, and its stop had been acknowledged");
    }
}
