using Baton.Simulation.Daemon;
using Baton.Simulation.Histories;

namespace Baton.Simulation.Invariants;

/// <summary>Nothing grows without a bound.</summary>
internal sealed class Bounded(History history) : Invariant(history)
{
    private const int Services = 10, MostNoticesPerTurn = 400, MostInFlight = 400;

    private long _last;

    /// <inheritdoc/>
    public override string Promise => "notices, memory, ledger, timers and messages stay bounded";

    /// <inheritdoc/>
    public override void Turned(SimDaemon daemon)
    {
        var notices = daemon.Notices.Last - Math.Max(_last, daemon.Notices.Began);
        _last = daemon.Notices.Last;
        Check("notices in one turn", notices, MostNoticesPerTurn);
        Check("timers", daemon.Clock.Armed, (Services * 5) + 4);
        if (daemon.Supervisor is { } supervisor) Check("places in the memory", History.Memory.Count, supervisor.Names.Count);
        if (History.Guardian is not { } guardian) return;
        Check("runs in the ledger", guardian.LedgerCount, Services * 3);
        Check("messages on their way", guardian.InFlight, MostInFlight);
    }

    private void Check(string what, long number, long limit)
    {
        if (number > limit) Broken($"{number} {what}, more than {limit}");
    }
}
