using Baton.Processes;
using Baton.Processes.Devices;
using Baton.Processes.Records;
using Baton.Simulation.Daemon;
using Baton.Simulation.Histories;
using Baton.Simulation.World;
using Baton.Supervision.Memory;
using Baton.Supervision.Probing;
using Baton.Supervision.Reload;

namespace Baton.Simulation.Bugs;

/// <summary>
/// A way to be broken, put around the shipped code: what it sees, what it keeps or what it is obeyed by is not as it should be. This one breaks nothing.
/// One object is for one history.
/// </summary>
internal class PlantedBug
{
    /// <summary>What a guardian tells a daemon that begins.</summary>
    public virtual IReadOnlyList<KnownRun> Ledger(IReadOnlyList<KnownRun> runs) => runs;

    /// <summary>The guardian notes what it tells.</summary>
    public virtual bool LedgerNotes(ProcessEvent news, bool hasDaemon) => true;

    /// <summary>The last run's number of a service.</summary>
    public virtual int LastRun(string service, int lastRun) => lastRun;

    /// <summary>Signals that come before the process are forgotten.</summary>
    public virtual bool LosesEarlySignals => false;

    /// <summary>A tree is taken to be gone when its first process is.</summary>
    public virtual bool OverlooksDescendants => false;

    /// <summary>A process with the recorded pid is taken for ours.</summary>
    public virtual bool TrustsPidAlone => false;

    /// <summary>A guardian that begins finds a process of an earlier one's.</summary>
    public virtual bool IsFound(SimProcess process, IReadOnlyDictionary<RunId, RunRecord> records) => true;

    /// <summary>The services that a daemon goes by.</summary>
    public virtual ServiceSet Set(ServiceSet set, bool isFirst) => set;

    /// <summary>What a daemon sends; null: nothing.</summary>
    public virtual ProcessCommand? Command(ProcessCommand command, SimDaemon daemon) => command;

    /// <summary>What a daemon hears when the guardian tells it something.</summary>
    public virtual IEnumerable<ProcessEvent> Events(ProcessEvent news, SimDaemon daemon) => [news];

    public virtual IDevices Devices(IDevices devices, History history) => devices;

    public virtual IProbing Probing(IProbing probing, History history) => probing;

    public virtual IServiceMemory Memory(IServiceMemory memory, History history) => memory;

    public virtual TimeProvider Time(TimeProvider time, History history) => time;

    /// <summary>Stops do not wait for what depends on what is stopped.</summary>
    public virtual bool StopsAlone => false;

    /// <summary>A reload was put in force.</summary>
    public virtual void Reloaded(SimDaemon daemon)
    {
    }
}
