namespace Baton.Contracts;

/// <summary>The words for what a service is doing.</summary>
public static class ServiceStates
{
    /// <summary>Not running and not meant to.</summary>
    public const string Stopped = "stopped";

    /// <summary>Meant to run; a dependency is not ready.</summary>
    public const string WaitingDependencies = "waiting_dependencies";

    /// <summary>Meant to run; a device that it needs is not there.</summary>
    public const string WaitingDevices = "waiting_devices";

    /// <summary>Being started.</summary>
    public const string Starting = "starting";

    /// <summary>Running.</summary>
    public const string Running = "running";

    /// <summary>Being stopped, or what a dead run left behind is.</summary>
    public const string Stopping = "stopping";

    /// <summary>Its last run failed; the next one is due at a known time.</summary>
    public const string Backoff = "backoff";

    /// <summary>Failed too often, or failed and is not to be restarted.</summary>
    public const string Failed = "failed";

    /// <summary>Ended by itself with success, and its policy does not start it again.</summary>
    public const string Completed = "completed";
}
