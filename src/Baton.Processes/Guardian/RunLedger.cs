namespace Baton.Processes.Guardian;

/// <summary>
/// What a daemon that begins must be told of runs: those that live, and of each service without one the last that ended, since the daemon
/// before may have died before it heard of that end or could record it. It is kept by what was commanded and told.
/// </summary>
internal sealed class RunLedger(TimeProvider time)
{
    // Of each service one run, or a few while one of them will not end: a restart must not cost more the more services there are.
    private readonly Dictionary<string, List<KnownRun>> _runs = [];

    /// <summary>All of them, for a daemon that begins.</summary>
    public IReadOnlyList<KnownRun> All => [.. _runs.Values.SelectMany(static runs => runs)];

    /// <summary>A daemon takes up a run that was there before this guardian.</summary>
    public void Add(KnownRun run)
    {
        var runs = RunsOf(run.Id.Service);
        runs.RemoveAll(known => known.Id == run.Id);
        runs.Add(run);
    }

    /// <summary>A command is about to be carried out.</summary>
    public void Note(ProcessCommand command)
    {
        if (command is not ProcessCommand.Spawn { Id: var id }) return;
        var runs = RunsOf(id.Service);
        // One whose process was killed, and with which another goes on, is as old as it is.
        var again = runs.Find(run => run.Id == id && run.IsSpawned);
        // Whoever starts the next run knows how the one before ended.
        runs.RemoveAll(static run => run.IsTreeGone);
        if (!runs.Exists(run => run.Id == id)) runs.Add(new KnownRun(id, again?.Pid ?? 0, again?.StartedAt ?? time.GetUtcNow(), null, IsTreeGone: false, IsSpawned: again is not null));
    }

    /// <summary>News are about to be told.</summary>
    public void Note(ProcessEvent news)
    {
        switch (news)
        {
            case ProcessEvent.Spawned x: Change(x.Id, run => run with { Pid = x.Pid, StartedAt = run.IsSpawned ? run.StartedAt : time.GetUtcNow(), IsSpawned = true }); break;
            // As one whose end was seen: a later daemon asks for the run once more under its number, and is told why not.
            case ProcessEvent.SpawnFailed x: Change(x.Id, run => run with { IsTreeGone = true }); break;
            case ProcessEvent.Exited x: Change(x.Id, run => run with { Exit = x.Status, IsTreeGone = x.IsTreeGone }); break;
            case ProcessEvent.TreeGone x: Change(x.Id, run => run with { IsTreeGone = true }); break;
        }
    }

    private List<KnownRun> RunsOf(string service)
    {
        if (!_runs.TryGetValue(service, out var runs)) _runs.Add(service, runs = []);
        return runs;
    }

    private void Change(RunId id, Func<KnownRun, KnownRun> change)
    {
        if (!_runs.TryGetValue(id.Service, out var runs)) return;
        var at = runs.FindIndex(run => run.Id == id);
        if (at >= 0) runs[at] = change(runs[at]);
    }
}
