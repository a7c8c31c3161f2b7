using Baton.Contracts;
using Baton.Control;
using Baton.Control.Problems;
using Baton.Core;
using Baton.Core.Notices;
using Baton.Daemon.Manifests;
using Baton.Daemon.Startup;
using Baton.Daemon.State;
using Baton.Supervision.Reload;
using Baton.Supervision.Services;

namespace Baton.Daemon.Wiring;

/// <summary>
/// A manifest that is read again to the supervisor. One reload at a time. What is in force is kept on the disk before it holds, as far as
/// that can fail, and takes the place of what was kept when what is new has begun and nothing has ended for it yet, or, where it may be rolled back, when it holds for
/// good: so a daemon that dies on the way comes back with one of the two.
/// </summary>
internal sealed partial class ManifestToSupervision(
    DaemonOptions options, ManifestInForce inForce, string runFolder, Supervisor supervisor, NoticeBoard notices, TimeProvider time, Action<Exception> crashed) : IManifests
{
    /// <summary>How long what was started must stay up for a reload that may be rolled back: a program that ends at once was not ready.</summary>
    public static readonly TimeSpan Settling = TimeSpan.FromSeconds(1);

    private int _isUnderWay;

    /// <summary>Makes services known to whoever owns their processes, before they are new here. Default: nobody has to know.</summary>
    public Func<IReadOnlyList<string>, Task> Register { get; init; } = static _ => Task.CompletedTask;

    /// <summary>What people should know of a manifest besides, before it is put in force; throws where it cannot be. Default: nothing.</summary>
    public Func<ManifestReading, IReadOnlyList<string>> Check { get; init; } = static _ => [];

    /// <inheritdoc/>
    public ManifestRecord Describe() => new(inForce.Reading.Snapshot.ReadAt, inForce.Names.Count, inForce.Reading.Locations.Manifest, inForce.Hash)
    {
        Replicas = inForce.Manifest.Replicas is { Count: > 0 } all ? [.. all.Select(whole => new ReplicasRecord(whole.Name, whole.Count, whole.Declared))] : null,
    };

    /// <inheritdoc/>
    public async Task<PlanRecord> PlanAsync(string? config)
    {
        var reading = Read(config);
        return PlanRecords.Of(
            reading.Locations.Manifest, await supervisor.PlanAsync(reading.Manifest.Set), [.. reading.Manifest.Warnings, .. Check(reading)], ProjectDifferences.Of(inForce.Manifest, reading.Manifest));
    }

    /// <inheritdoc/>
    public async Task<ReloadRecord> ReloadAsync(ReloadRequest request, ActCause cause, CancellationToken stopWaiting)
    {
        if (Interlocked.Exchange(ref _isUnderWay, 1) == 1) throw new BatonException(ErrorCode.Busy, "another reload is under way; try again when it is done");
        // It goes on when whoever asked has gone: half a reload would be none.
        var reload = RunAsync(request, cause);
        return await reload.WaitAsync(stopWaiting);
    }

    private async Task<ReloadRecord> RunAsync(ReloadRequest request, ActCause cause)
    {
        // Not on the thread of the request, which may be the one that gives the supervisor its turns.
        await Task.Yield();
        try
        {
            return await PutInForceAsync(Read(request.Config), request.Rollback, cause);
        }
        catch (Exception bug) when (bug is not (BatonException or ProblemException))
        {
            crashed(bug);
            throw;
        }
        finally
        {
            Volatile.Write(ref _isUnderWay, 0);
        }
    }

    private async Task<ReloadRecord> PutInForceAsync(ManifestReading next, bool mayRollBack, ActCause cause)
    {
        var (before, hashBefore) = (inForce.Reading, inForce.Hash);
        IReadOnlyList<string> warnings = [.. next.Manifest.Warnings, .. Check(next)];
        var hash = SnapshotFile.Prepare(runFolder, next.Snapshot);
        var problems = new List<string>();
        var begun = await BeginAsync(next, cause, scaled: null, mayRollBack ? null : hash, problems);
        inForce.SayFinished();
        var end = await begun.Done;
        problems.AddRange(ProblemsOf(end));
        string? rolledBack = null;
        if (mayRollBack)
        {
            rolledBack = await WhyNotAsync(end);
            if (rolledBack is null || !await RollBackAsync(before, hashBefore, rolledBack, cause, problems)) SayKept(hash, Keep(), problems);
        }

        var plan = PlanRecords.Of(next.Locations.Manifest, begun.Plan, warnings, ProjectDifferences.Of(before.Manifest, next.Manifest));
        return new ReloadRecord(plan, Started(begun.Plan), problems, rolledBack);
    }

    /// <summary>Begins what was prepared; what cannot begin is not under way any more.</summary>
    /// <param name="next">It.</param>
    /// <param name="cause">Who asked.</param>
    /// <param name="scaled">Names of the services that were scaled; null: a reload.</param>
    /// <param name="hash">Under which it is kept from the moment on that something ends for it; null: it is not kept yet.</param>
    /// <param name="problems">Gets what is told to whoever asked.</param>
    private async Task<ReloadBegun> BeginAsync(ManifestReading next, ActCause cause, IReadOnlySet<string>? scaled, string? hash, List<string> problems)
    {
        string? trouble = null;
        try
        {
            await Register(next.Manifest.Services.Select(service => service.Name).ToList());
            var begun = await supervisor.ReloadAsync(next.Manifest.Set, cause, scaled, hash is null ? null : () => trouble = Keep());
            inForce.Set(next, hash: null);
            if (hash is not null) SayKept(hash, trouble, problems);
            return begun;
        }
        catch (BatonException)
        {
            SnapshotFile.CallOff(runFolder);
            throw;
        }
    }

    private IEnumerable<string> ProblemsOf(ReloadEnd end) =>
        [.. end.Problems, .. end.Stopped.Where(service => service.IsLive && supervisor.Find(service.Name) is not null).Select(service => $"{service.Name} is still {PhaseWords.Of(service.State)}: {service.Reason}")];

    /// <summary>Why what was put in force is not good; null when it is.</summary>
    private async Task<string?> WhyNotAsync(ReloadEnd end)
    {
        if (end.Problems.Count > 0) return end.Problems[0];
        if (end.Started.Count == 0) return null;
        await Task.Delay(Settling, time);
        foreach (var then in end.Started)
        {
            // What somebody has stopped or removed meanwhile is as somebody wants it.
            if (supervisor.Find(then.Name) is not { IsDesired: true } now) continue;
            var isGood = (now.IsReady || now.State == Phase.Completed) && now.Run == then.Run && now.Failures <= then.Failures;
            if (!isGood) return $"{now.Name} did not become ready: it is {PhaseWords.Of(now.State)}{(now.Reason is { } reason ? $": {reason}" : "")}";
        }

        return null;
    }

    private async Task<bool> RollBackAsync(ManifestReading before, string? hashBefore, string why, ActCause cause, List<string> problems)
    {
        notices.Publish("daemon", "reload_rolled_back", cause: null, why);
        try
        {
            var begun = await supervisor.ReloadAsync(before.Manifest.Set, new ActCause($"a rollback of {cause.Who}'s reload"));
            inForce.Set(before, hashBefore);
            problems.AddRange((await begun.Done).Problems);
            // Only now: a daemon that dies on the way back has not finished either.
            SnapshotFile.CallOff(runFolder);
            return true;
        }
        catch (BatonException e)
        {
            problems.Add($"it could not be rolled back: {e.Message}");
            return false;
        }
    }

    /// <summary>Lets a daemon after this one go on with what was prepared; why that cannot be, or null.</summary>
    private string? Keep()
    {
        try
        {
            SnapshotFile.Commit(runFolder);
            return null;
        }
        catch (BatonException e)
        {
            return e.Message;
        }
    }

    private void SayKept(string hash, string? trouble, List<string> problems)
    {
        if (trouble is null)
        {
            inForce.SayKept(hash);
            return;
        }

        notices.Publish("daemon", "degraded", cause: null, trouble);
        problems.Add(trouble);
    }

    private ManifestReading Read(string? config)
    {
        var present = inForce.Reading.Locations;
        var locations = config is null ? present : Locations.Find(options with { Folder = null, Config = config, Empty = false, State = present.StateDirectory }, Environment.CurrentDirectory);
        var reading = ManifestReading.Of(locations, options.Choice, time, inForce.Manifest.Scales);
        ThrowIfUnusable(reading, $"cannot use manifest \"{locations.ManifestAsTyped}\": nothing was changed");
        return reading;
    }

    private static void ThrowIfUnusable(ManifestReading reading, string message)
    {
        if (reading.Manifest.Problems.Count == 0) return;
        var (code, status) = ProblemStatus.Of(ErrorCode.InvalidManifest);
        throw new ProblemException(code, status, message)
        {
            Problems = [.. reading.Manifest.Problems.Select(problem => new ProblemItem(problem.Place.ToString(), problem.Message))],
        };
    }
}
