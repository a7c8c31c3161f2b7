using Baton.Containers;
using Baton.Contracts;
using Baton.Core;
using Baton.Daemon.Manifests;
using Baton.Daemon.Native;
using Baton.Daemon.State;
using Baton.Daemon.Wiring;
using Baton.Processes.Accounts;
using Baton.Processes.Hosting;
using Baton.Supervision.Services;

namespace Baton.Daemon;

/// <summary>
/// <c>down</c> while no daemon runs: ends what a dead one left, by the rules that were in force. It keeps nothing of its own: a death of this process leaves
/// what lives to the next <c>down</c> or <c>up</c>, as the death of a guardian does.
/// </summary>
public static class OfflineDown
{
    /// <summary>First word of the command line of the process that does this when Baton is killed; its only other is the state directory.</summary>
    public const string Verb = "end-left";

    /// <summary>For what no manifest speaks for any more.</summary>
    private static readonly TimeSpan UsualStopTimeout = new ServicePolicy().StopTimeout;

    /// <summary>Ends what is left, holding the state directory meanwhile, so that no daemon begins. What is not provably of it is not touched.</summary>
    /// <param name="stateDirectory">Absolute path; it may not exist.</param>
    /// <param name="isKill">Kill at once.</param>
    /// <param name="who">Who asks, for the journal.</param>
    /// <param name="waitingFor">Told the services every second, on any thread, one call at a time.</param>
    /// <returns>What ended, and how; null when nothing was left.</returns>
    /// <exception cref="BatonException">HeldByAnother: a daemon runs after all, or this is done already. Forbidden: it is another user's. Unavailable: it cannot be used.</exception>
    public static async Task<DownRecord?> RunAsync(string stateDirectory, bool isKill, string who, Action<IReadOnlyList<ServiceView>> waitingFor)
    {
        // Nothing was ever run from there, and nothing is to be made there now.
        if (!File.Exists(Path.Combine(stateDirectory, "run", "table"))) return null;
        if (Libc.OwnerOf(stateDirectory) is { } owner && owner != SystemAccounts.OwnUser)
            throw new BatonException(ErrorCode.Forbidden, $"cannot end what is left of \"{stateDirectory}\": it is another user's (uid {owner}); say it as that user");
        using var state = StateDirectory.Take(stateDirectory, DaemonLock.Down);
        var news = new ProcessNews();
        var time = TimeProvider.System;
        await using var containers = ContainersToProcesses.Open(state.Root, news, time);
        // Nothing else waits.
        containers.LeftoverLimit = TimeSpan.FromSeconds(15);
        var host = InProcessHost.Start(new ProcessHostOptions
        {
            StateDirectory = state.Root,
            UseCgroups = Environment.GetEnvironmentVariable("BATON_CGROUPS") != "off",
            LeftoverTimeout = isKill ? TimeSpan.Zero : UsualStopTimeout,
        }, containers, time);
        containers.Over(host);
        try
        {
            var ended = await EndAsync(state, containers, news, new ActCause(who), isKill, waitingFor);
            await containers.CloseAsync();
            return ended is null ? null : new DownRecord(state.Root, Ended: ended);
        }
        finally
        {
            // Does nothing after an orderly end; else what lives is left as it was found.
            await host.LeaveAsync();
        }
    }

    private static async Task<IReadOnlyList<EndedRecord>?> EndAsync(
        StateDirectory state, ContainerHost host, ProcessNews news, ActCause cause, bool isKill, Action<IReadOnlyList<ServiceView>> waitingFor)
    {
        var (reading, _) = ManifestReading.Recover(state.Run);
        var found = (await host.FindLeftoversAsync()).Where(run => !run.IsTreeGone).ToList();
        if (found.Count == 0)
        {
            // What was left of output is brought to its end all the same, and a container whose follower is dead.
            var containers = await host.EndLeftoversAsync();
            return containers.Count == 0 ? null : [.. containers.Select(Of)];
        }

        var adopted = await host.AdoptAsync([.. found.Where(run => Names.IsValid(run.Id.Service)).Select(run => run.Id)]);
        await using var stop = new LastStop(state, host, news, reading, adopted);
        var others = await host.EndLeftoversAsync();
        await stop.RunAsync(isKill, cause, waitingFor);
        return [.. adopted.Select(stop.OutcomeOf), .. others.Select(Of)];
    }

    private static EndedRecord Of(EndedLeftover left) => new(left.Id.Service, left.Id.Run, left.Pid, left.Outcome switch
    {
        LeftoverOutcome.Terminated => "terminated",
        LeftoverOutcome.Killed => "killed",
        _ => "stuck",
    });
}
