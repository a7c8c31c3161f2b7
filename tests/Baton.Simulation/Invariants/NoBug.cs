using Baton.Simulation.Daemon;
using Baton.Simulation.Histories;

namespace Baton.Simulation.Invariants;

/// <summary>The supervisor meets no bug of its own.</summary>
internal sealed class NoBug(History history) : Invariant(history)
{
    /// <inheritdoc/>
    public override string Promise => "the supervisor never meets a bug of its own";

    public void Crashed(Exception bug)
    {
        if (bug is not DeathException) Broken(bug.ToString());
    }
}
