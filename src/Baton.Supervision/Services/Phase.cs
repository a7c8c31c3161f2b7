namespace Baton.Supervision.Services;

/// <summary>What a service is doing. The words that people see are in <c>Baton.Contracts.ServiceStates</c>.</summary>
public enum Phase
{
    /// <summary>No process; not meant to have one.</summary>
    Stopped,

    /// <summary>No process; meant to have one as soon as its dependencies are ready.</summary>
    WaitingDependencies,

    /// <summary>No process; meant to have one as soon as the devices that it needs are there.</summary>
    WaitingDevices,

    /// <summary>A process is being spawned, or runs and has not been ready yet.</summary>
    Starting,

    /// <summary>Its process runs, and was ready at least once.</summary>
    Running,

    /// <summary>Its tree was asked to end, or what its dead process left behind was.</summary>
    Stopping,

    /// <summary>No process; the last run failed and the next has a time.</summary>
    Backoff,

    /// <summary>No process; it failed and policy does not start it again, or not soon.</summary>
    Failed,

    /// <summary>No process; its last run ended with success and policy does not start it again.</summary>
    Completed,
}
