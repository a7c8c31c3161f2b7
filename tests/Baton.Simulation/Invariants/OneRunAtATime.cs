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
        foreach (var process in History.Machine.Alive.Where(p => p.Run?.Service == life.Id.Service && p != life.First))
        {
            // Hooks of services for which the memory had no room, which people are told, are not remembered.
            if (process.IsHook && History.Memory.WasFull) continue;
            Broken($"{life.Id} began while process {process.Pid} of {process.Run} lived{(process.IsHook ? ", a hook" : "")}");
        }
    }
}
