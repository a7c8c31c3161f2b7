using Baton.Simulation.Daemon;
using Baton.Simulation.Histories;

namespace Baton.Simulation.Invariants;

/// <summary>Stops come to an end, of one service and of everything.</summary>
internal sealed class StopsEnd(History history) : Invariant(history)
{
    // The longest chain of stop timeouts has a limit of 81 s, and the kernel lets go within 20.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(140);

    private TimeSpan? _downSince;

    /// <inheritdoc/>
    public override string Promise => "every stop ends";

    /// <inheritdoc/>
    public override void Turned(SimDaemon daemon)
    {
        if (!History.Operator.IsDownTaken)
        {
            _downSince = null;
            return;
        }

        _downSince ??= History.Clock.Now;
        if (History.Clock.Now - _downSince > Limit) Broken("the stop of everything takes too long");
        if (daemon is { IsReady: true, Supervisor.IsShuttingDown: false }) Broken("a daemon does not know of the stop of everything that an earlier one had begun");
    }

    /// <inheritdoc/>
    public override void Ended()
    {
        _downSince = null;
        // Hooks of services for which the memory had no room, which people are told, are not remembered.
        if (History.Machine.Alive.FirstOrDefault(p => p is { Run: not null, IsStuck: false, IsKilled: false } && (p.IsFirst || !History.Memory.WasFull)) is { } left) Broken($"everything was stopped, and {left.Run} lives");
    }

    /// <inheritdoc/>
    public override void Calmed()
    {
        if (History.Operator.IsDownTaken) Broken("everything was to stop, and has not");
        foreach (var open in History.Operator.Open) Broken($"{open} was never acknowledged");
    }
}
