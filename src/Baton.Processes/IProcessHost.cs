using Baton.Processes.Hosting;

namespace Baton.Processes;

/// <summary>
/// Owner of all child processes, their trees and their output: commands go in, events come out, nothing is shared. There are two
/// implementations of this border: in the same process, and through the guardian; nobody above notices which.
/// </summary>
public interface IProcessHost : IAsyncDisposable
{
    /// <summary>What this machine does not offer, and what Baton does worse for it; sentences for people. May grow.</summary>
    IReadOnlyList<string> Degraded { get; }

    /// <summary>Runs what belongs before, after and to the stop of runs.</summary>
    RunPrograms Programs { get; }

    /// <summary>Fails when a part of the host ended by an error, which is a bug: the daemon must end then. Never completes otherwise.</summary>
    Task Failed { get; }

    /// <summary>Takes a command; returns at once, never throws for what the world does.</summary>
    void Send(ProcessCommand command);

    /// <summary>Makes services known, which must happen before their first command or question; those that are known already are left as they are.</summary>
    Task RegisterAsync(IReadOnlyList<string> services);

    /// <summary>Number of the last run of a service, by this daemon or an earlier one; 0 when there was none.</summary>
    int LastRun(string service);

    /// <summary>
    /// Ends what a dead daemon of this state directory left alive, after taking its output up to now into the log: SIGTERM, then, after the
    /// time in the options, SIGKILL. To be called once, before the first spawn. What is not provably ours is never touched.
    /// </summary>
    /// <returns>What was found, and how it ended; for a notice.</returns>
    Task<IReadOnlyList<EndedLeftover>> EndLeftoversAsync();

    /// <summary>The end of all: kills every tree, waits for their ends and their output, and stops the host.</summary>
    Task CloseAsync();
}
