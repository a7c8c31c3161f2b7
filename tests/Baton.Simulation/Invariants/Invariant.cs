using Baton.Core.Notices;
using Baton.Processes;
using Baton.Simulation.Daemon;
using Baton.Simulation.Guardian;
using Baton.Simulation.Histories;
using Baton.Simulation.World;

namespace Baton.Simulation.Invariants;

/// <summary>Something that must hold whatever happens. It is told what really happens, and what was believed and said.</summary>
internal abstract class Invariant(History history)
{
    /// <summary>What it says.</summary>
    public abstract string Promise { get; }

    protected History History => history;

    /// <summary>A daemon has sent a command; null when it is dead by now.</summary>
    public virtual void Commanded(ProcessCommand command, SimDaemon? daemon)
    {
    }

    /// <summary>A run has a first process.</summary>
    public virtual void Forked(RunLife life)
    {
    }

    /// <summary>A process of a run has died.</summary>
    public virtual void Died(SimProcess process)
    {
    }

    /// <summary>Somebody has signalled a process.</summary>
    public virtual void Signalled(SimProcess process)
    {
    }

    /// <summary>The guardian has noticed the end of a first process.</summary>
    public virtual void ExitTold(ProcessEvent.Exited exited, SimGuardian guardian)
    {
    }

    /// <summary>A daemon has published a notice.</summary>
    public virtual void Noticed(SimDaemon daemon, Notice notice)
    {
    }

    /// <summary>A turn of a daemon is over, and it lives.</summary>
    public virtual void Turned(SimDaemon daemon)
    {
    }

    public virtual void DaemonDied(SimDaemon daemon)
    {
    }

    public virtual void GuardianDied()
    {
    }

    /// <summary>The memory was begun anew: nothing is known of before.</summary>
    public virtual void Forgot()
    {
    }

    /// <summary>The memory had no room for a service, and its daemon has died: nothing is known of it.</summary>
    public virtual void Forgot(string service)
    {
    }

    /// <summary>Everything was stopped and Baton has ended.</summary>
    public virtual void Ended()
    {
    }

    /// <summary>Faults ceased a long time ago.</summary>
    public virtual void Calmed()
    {
    }

    protected void Broken(string how) => history.Break(this, how);
}
