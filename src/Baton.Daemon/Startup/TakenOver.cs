using System.Globalization;
using Baton.Core;
using Baton.Core.Notices;
using Baton.Daemon.Manifests;
using Baton.Daemon.State;
using Baton.Processes;
using Baton.Processes.Hosting;
using Baton.Supervision.Memory;
using Baton.Supervision.Reload;
using Baton.Supervision.Replicas;
using Baton.Supervision.Services;

namespace Baton.Daemon.Startup;

/// <summary>What lives already when a daemon begins.</summary>
/// <param name="Runs">The runs that the supervisor goes on with, alive or not.</param>
/// <param name="Set">The services by whose rules they began; the manifest's own where nothing goes on, or that is not known.</param>
internal sealed record TakenOver(IReadOnlyList<KnownRun> Runs, ServiceSet Set)
{
    /// <summary>What people had scaled when what goes on began, where that is not known from the manifest in force.</summary>
    public IReadOnlyDictionary<string, AskedScale> Scales { get; private init; } = new Dictionary<string, AskedScale>();

    /// <summary>
    /// Finds out what goes on: after a death of the daemon, everything; after one of the guardian, what provably lives and has a place in the
    /// manifest of today or of then. What has none is ended: nothing may run twice, and nothing may run unseen.
    /// </summary>
    /// <remarks>
    /// A daemon that is killed after it has said that it took over is followed by one that goes on with what is kept as the manifest in force. So
    /// that is kept before: the manifest of today where nothing goes on, else the one that the services began by, until a reload has put
    /// today's in its place.
    /// </remarks>
    /// <param name="host">Who owns processes.</param>
    /// <param name="earlier">The daemons before.</param>
    /// <param name="memory">What they have left of services.</param>
    /// <param name="inForce">The manifest of today.</param>
    /// <param name="runFolder">The folder <c>run</c> of the state directory.</param>
    /// <param name="notices">Where people are told.</param>
    /// <param name="added">Services that were added to an earlier daemon and that no manifest speaks of; they have a place beside whatever holds.</param>
    /// <exception cref="BatonException">Unavailable: the kernel does not let go of a process.</exception>
    public static async Task<TakenOver> TakeAsync(
        IProcessHost host, EarlierDaemons earlier, ServiceMemory memory, ManifestInForce inForce, string runFolder, NoticeBoard notices, IReadOnlyList<ServiceDefinition>? added = null)
    {
        var set = inForce.Manifest.Set;
        added ??= [];
        if (earlier.HasTakenOver)
        {
            await host.RegisterAsync(NamesOf(set.With(added)));
            if (SnapshotFile.IsUnderWay(runFolder)) inForce.SayUnfinished();
            inForce.Keep(notices);
            return new TakenOver(earlier.Runs, set);
        }

        // What was in force when the guardian died, to tell a changed service from one that goes on.
        var (before, _) = ManifestReading.Recover(runFolder);
        await host.RegisterAsync([.. NamesOf(set.With(added)).Concat(before is null ? [] : NamesOf(before.Manifest.Set)).Distinct()]);
        var found = await host.FindLeftoversAsync();
        var adopted = await host.AdoptAsync(ToAdopt(found, (before?.Manifest.Set ?? set).With(added)));
        // What a daemon has adopted that died before it had taken over is adopted already.
        if (earlier.Runs.Count > 0) (adopted, found) = ([.. earlier.Runs.Where(run => !run.IsTreeGone), .. adopted], [.. earlier.Runs, .. found]);
        Tell(await host.EndLeftoversAsync(), notices);
        foreach (var run in adopted) notices.Publish($"service/{run.Id.Service}", "adopted", cause: null, string.Create(CultureInfo.InvariantCulture, $"run {run.Id.Run}, pid {run.Pid}, of an earlier daemon"));
        if (adopted.Count == 0) memory.BeginAnew();
        else memory.BeginUp();
        if (adopted.Count == 0 || before is null) inForce.Keep(notices);
        else NoteUnderWay(inForce, runFolder);
        earlier.SayTakenOver();
        return adopted.Count == 0
            ? new TakenOver([], set)
            : new TakenOver(GoingOn(adopted, found), before?.Manifest.Set ?? set) { Scales = (before?.Manifest ?? inForce.Manifest).Scales };
    }

    /// <summary>Of what was found, the runs that are to go on: those of which something lives, and which have a place.</summary>
    internal static IReadOnlyList<RunId> ToAdopt(IReadOnlyList<KnownRun> found, ServiceSet set)
    {
        var known = set.Services.Select(service => service.Name).ToHashSet();
        return [.. found.Where(run => !run.IsTreeGone && known.Contains(run.Id.Service)).Select(run => run.Id)];
    }

    /// <summary>What the supervisor is told: what was adopted, and how the others ended.</summary>
    internal static IReadOnlyList<KnownRun> GoingOn(IReadOnlyList<KnownRun> adopted, IReadOnlyList<KnownRun> found) => [.. adopted, .. found.Where(run => run.IsTreeGone)];

    /// <summary>Today's manifest is still to be put in force: a daemon that goes on from here without that says so.</summary>
    private static void NoteUnderWay(ManifestInForce inForce, string runFolder)
    {
        try
        {
            _ = SnapshotFile.Prepare(runFolder, inForce.Reading.Snapshot);
        }
        catch (BatonException)
        {
            // It is told when it is to be kept.
        }
    }

    private static IReadOnlyList<string> NamesOf(ServiceSet set) => [.. set.Services.Select(service => service.Name)];

    private static void Tell(IReadOnlyList<EndedLeftover> ended, NoticeBoard notices)
    {
        foreach (var leftover in ended)
        {
            notices.Publish($"service/{leftover.Id.Service}", "leftover_ended", cause: null, string.Create(CultureInfo.InvariantCulture,
                $"{leftover.Program} (pid {leftover.Pid}, run {leftover.Id.Run}) of an earlier daemon: {leftover.Outcome}"));
        }

        // One without a process is a container whose engine is away: it goes before the next run of its service, and holds up no others.
        if (ended.Where(leftover => leftover is { Outcome: LeftoverOutcome.Stuck, Pid: > 0 }).ToList() is not [_, ..] stuck) return;
        var pids = string.Join(", ", stuck.Select(leftover => leftover.Pid));
        throw new BatonException(ErrorCode.Unavailable, $"cannot start: the kernel does not let go of processes that an earlier daemon left (pid {pids}), and a service must not run twice");
    }
}
