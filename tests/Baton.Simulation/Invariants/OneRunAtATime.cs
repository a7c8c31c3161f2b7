using Baton.Simulation.Histories;
using Baton.Simulation.World;

namespace Baton.Simulation.Invariants;

/// <summary>No two runs of a service live at once, nor does anything of an earlier one when the next begins.</summary>
internal sealed class OneRunAtATime(History history) : Invariant(history)
{
    /// <inheritdoc/>
    public override string Promise => "never two live runs of a service";

    /// <inheritdoc/>
    public override void Forked(RunLife life)
    {
        foreach (var other in History.Machine.LivingOf(life.Id.Service))
        {
            if (other == life && life.Members.Exists(member => member != life.First && member.IsAlive)) Broken($"{life.Id} began while something of its hooks lived");
            if (other != life) Broken($"{life.Id} began while {other.Id} lived");
        }
    }
}
