using Baton.Simulation.Histories;
using Baton.Simulation.World;

namespace Baton.Simulation.Invariants;

/// <summary>What is not provably ours is never touched.</summary>
internal sealed class StrangersAreLeftAlone(History history) : Invariant(history)
{
    /// <inheritdoc/>
    public override string Promise => "what is not provably ours is never touched";

    /// <inheritdoc/>
    public override void Signalled(SimProcess process)
    {
        if (process.Run is null) Broken($"process {process.Pid} was signalled and is a stranger's");
    }
}
