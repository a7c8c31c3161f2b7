namespace Baton.Runtime.Instances;

/// <summary>
/// Runs the processes of instances. Calls for one instance come one at a time; each completes when it is done. Those for several overlap only where all are cleared: their stops are
/// asked for one after the other, and then waited for together.
/// </summary>
public interface IInstanceProcesses
{
    /// <summary>Makes it known; nothing is started.</summary>
    Task AddAsync(InstanceProcess process);

    /// <summary>Completes when the process is there; nobody waits for it to connect.</summary>
    /// <exception cref="RefusedException">It could not be spawned: <c>starting runtime process '…'</c> and the system's word.</exception>
    Task StartAsync(InstanceId id, InstancePriority? priority);

    /// <summary>Interrupts it, kills it after a tenth of a second, and completes when it is gone.</summary>
    Task StopAsync(InstanceId id);

    /// <summary>Forgets one that does not run.</summary>
    Task RemoveAsync(InstanceId id);

    /// <summary>It has a process that has not ended. For any thread.</summary>
    bool IsRunning(InstanceId id);
}
