using Baton.Core.Notices;
using Baton.Processes;
using Baton.Simulation.Daemon;
using Baton.Simulation.Guardian;
using Baton.Simulation.Histories;
using Baton.Simulation.World;

namespace Baton.Simulation.Invariants;

/// <summary>All invariants of a history.</summary>
internal sealed class InvariantSet
{
    private readonly History _history;
    private readonly Invariant[] _all;
    private readonly NoBug _noBug;
    private readonly NumbersGoOn _numbers;

    public InvariantSet(History history)
    {
        _history = history;
        (_noBug, _numbers) = (new NoBug(history), new NumbersGoOn(history));
        _all =
        [
            _noBug, _numbers, new OneRunAtATime(history), new StopsHold(history), new StopsEnd(history), new DependenciesHold(history), new DependentsStopFirst(history),
            new DevicesHold(history), new ExitsAreSeenOnce(history), new DesiredRuns(history), new KillsArePatient(history), new StrangersAreLeftAlone(history), new Bounded(history),
        ];
    }

    /// <summary>All of them, for people.</summary>
    public IEnumerable<(string Name, string Promise)> All => _all.Select(invariant => (invariant.GetType().Name, invariant.Promise));

    public void Crashed(Exception bug) => _noBug.Crashed(bug);

    public string NumberRefused(RunId id) => _numbers.Refused(id);

    public void Commanded(ProcessCommand command, SimDaemon? daemon)
    {
        foreach (var one in _all) one.Commanded(command, daemon);
    }

    public void Forked(RunLife life)
    {
        foreach (var one in _all) one.Forked(life);
    }

    public void Died(SimProcess process)
    {
        foreach (var one in _all) one.Died(process);
    }

    public void Signalled(SimProcess process)
    {
        foreach (var one in _all) one.Signalled(process);
    }

    public void ExitTold(ProcessEvent.Exited exited, SimGuardian guardian)
    {
        foreach (var one in _all) one.ExitTold(exited, guardian);
    }

    public void Noticed(SimDaemon daemon, Notice notice)
    {
        foreach (var one in _all) one.Noticed(daemon, notice);
    }

    public void Turned(SimDaemon daemon)
    {
        _history.Operator.Look(daemon);
        foreach (var one in _all) one.Turned(daemon);
    }

    public void DaemonDied(SimDaemon daemon)
    {
        foreach (var one in _all) one.DaemonDied(daemon);
    }

    public void GuardianDied()
    {
        foreach (var one in _all) one.GuardianDied();
    }

    public void Forgot()
    {
        foreach (var one in _all) one.Forgot();
    }

    public void Forgot(string service)
    {
        foreach (var one in _all) one.Forgot(service);
    }

    public void Ended()
    {
        foreach (var one in _all) one.Ended();
    }

    public void Calmed()
    {
        foreach (var one in _all) one.Calmed();
    }
}
