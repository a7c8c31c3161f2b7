using System.Diagnostics;

namespace Baton.Supervision.Services;

/// <summary>The word of each phase, the same in notices, API, command line and documents.</summary>
public static class PhaseWords
{
    /// <summary>The word: lower case, with underscores.</summary>
    public static string Of(Phase phase) => phase switch
    {
        Phase.Stopped => "stopped",
        Phase.WaitingDependencies => "waiting_dependencies",
        Phase.WaitingDevices => "waiting_devices",
        Phase.Starting => "starting",
        Phase.Running => "running",
        Phase.Stopping => "stopping",
        Phase.Backoff => "backoff",
        Phase.Failed => "failed",
        Phase.Completed => "completed",
        _ => throw new UnreachableException($"phase {phase}"),
    };
}
