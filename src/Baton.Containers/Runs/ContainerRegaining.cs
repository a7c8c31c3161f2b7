using Baton.Containers.Engine;
using Baton.Processes;

namespace Baton.Containers.Runs;

/// <summary>Goes on with containers whose follower was killed while no daemon was there: the run is the same, and another process follows it.</summary>
/// <param name="world">What all runs share.</param>
/// <param name="find">The run of that number, if it is on record.</param>
internal sealed class ContainerRegaining(ContainerWorld world, Func<RunId, ContainerRun?> find)
{
    private static readonly TimeSpan LookLimit = TimeSpan.FromSeconds(2), SpawnLimit = TimeSpan.FromSeconds(30);

    /// <summary>Of runs that a host knows, those in whose place the later ones are.</summary>
    public static IReadOnlyList<KnownRun> Merge(IReadOnlyList<KnownRun> runs, IReadOnlyList<KnownRun> regained) =>
        [.. runs.Where(run => regained.All(other => other.Id != run.Id)), .. regained];

    /// <summary>
    /// Of runs that are over for another host, those whose container is there and provably theirs, alive or not. One whose engine does not answer within two
    /// seconds counts: it may go on, and its follower waits for the engine.
    /// </summary>
    public async Task<IReadOnlyList<KnownRun>> FindAsync(IReadOnlyList<KnownRun> runs)
    {
        // One that ended by itself had seen its container end.
        var dead = runs.Where(run => run is { IsTreeGone: true, IsSpawned: true, Exit: null or { Code: null } } && find(run.Id) is not null).ToList();
        var isTheirs = await Task.WhenAll(dead.Select(run => IsThereAsync(find(run.Id)!.Record))).ConfigureAwait(false);
        return [.. dead.Where((_, i) => isTheirs[i]).Select(run => run with { Exit = null, IsTreeGone = false })];
    }

    /// <summary>Lets them be followed.</summary>
    /// <returns>Those that are now, with the pid of what follows them.</returns>
    public async Task<IReadOnlyList<KnownRun>> RegainAsync(IReadOnlyList<KnownRun> runs)
    {
        var pids = await Task.WhenAll(runs.Select(run => FollowAsync(find(run.Id)!))).ConfigureAwait(false);
        return [.. runs.Select((run, i) => run with { Pid = pids[i] ?? 0 }).Where(run => run.Pid > 0)];
    }

    private async Task<int?> FollowAsync(ContainerRun run)
    {
        run.Post(new ContainerEvent.FoundOrphaned());
        var limit = Task.Delay(SpawnLimit, world.Time);
        return await Task.WhenAny(run.Followed, limit).ConfigureAwait(false) == limit ? null : await run.Followed.ConfigureAwait(false);
    }

    private async Task<bool> IsThereAsync(ContainerRecord record)
    {
        try
        {
            using var limit = new CancellationTokenSource(LookLimit, world.Time);
            var seen = await world.EngineAt(record.Socket).LookAsync(record.Name, limit.Token).ConfigureAwait(false);
            return seen.State.Status != "created" && ContainerLabels.AreOfRun(seen.Config?.Labels, world.Labels.RunOf(record.Id));
        }
        catch (EngineException e) when (!e.IsAway)
        {
            return false;
        }
        catch (Exception e) when (e is EngineException or OperationCanceledException)
        {
            return true;
        }
    }
}
