using Baton.Contracts;
using Baton.Control.Mapping;
using Baton.Control.Problems;
using Baton.Core;
using Baton.Daemon.Manifests;
using Baton.Daemon.State;
using Baton.Supervision.Reload;
using Baton.Supervision.Replicas;
using Baton.Supervision.Services;

namespace Baton.Daemon.Wiring;

/// <content>
/// Other numbers of replicas: a reload of what was read, with these numbers. Files that somebody is editing have no part in it. A daemon that
/// dies before it is kept comes back with the numbers before, and stops what is too much; one that dies later, with the new ones.
/// </content>
internal sealed partial class ManifestToSupervision
{
    /// <inheritdoc/>
    public async Task<ReloadRecord> ScaleAsync(ScaleRequest request, ActCause cause, CancellationToken stopWaiting)
    {
        if (Interlocked.Exchange(ref _isUnderWay, 1) == 1) throw new BatonException(ErrorCode.Busy, "a reload is under way; try again when it is done");
        var scale = ScaleUnderWayAsync(request, cause);
        var (manifest, begun, problems) = await scale.WaitAsync(stopWaiting);
        if (request.Wait) problems.AddRange(ProblemsOf(await begun.Done.WaitAsync(stopWaiting)));
        return new ReloadRecord(PlanRecords.Of(manifest, begun.Plan, [], []), Started(begun.Plan), problems);
    }

    private async Task<(string? Manifest, ReloadBegun Begun, List<string> Problems)> ScaleUnderWayAsync(ScaleRequest request, ActCause cause)
    {
        // Not on the thread of the request, which may be the one that gives the supervisor its turns.
        await Task.Yield();
        try
        {
            return await PutScaleInForceAsync(request.Replicas ?? throw ProblemException.Invalid("say how many there are to be in \"replicas\", as in {\"replicas\":{\"web\":3}}"), cause);
        }
        catch (Exception bug) when (bug is not (BatonException or ProblemException))
        {
            crashed(bug);
            throw;
        }
        finally
        {
            // What it has begun may take as long as it likes: another scale, or a reload, may come in between.
            Volatile.Write(ref _isUnderWay, 0);
        }
    }

    private async Task<(string? Manifest, ReloadBegun Begun, List<string> Problems)> PutScaleInForceAsync(IReadOnlyDictionary<string, long> asked, ActCause cause)
    {
        var next = inForce.Reading.Scaled(ScaleAsked.Of(supervisor.InForce, asked));
        ThrowIfUnusable(next, $"cannot scale {string.Join(", ", asked.Keys)}: nothing was changed");
        var hash = SnapshotFile.Prepare(runFolder, next.Snapshot);
        var problems = new List<string>();
        var begun = await BeginAsync(next, cause, asked.Keys.ToHashSet(), hash, problems);
        return (next.Locations.Manifest, begun, problems);
    }

    private IReadOnlyList<ServiceRecord> Started(ReloadPlan plan) =>
        [.. plan.Of(PlannedAct.Start).Concat(plan.Of(PlannedAct.Restart)).Select(supervisor.Find).OfType<ServiceView>().Select(ServiceRecords.Of)];
}
