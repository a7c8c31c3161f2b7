using Baton.Processes;
using Baton.Processes.Records;
using Baton.Simulation.World;

namespace Baton.Simulation.Guardian;

/// <summary>What an earlier guardian left: found by marks and records, adopted, or ended.</summary>
internal sealed partial class SimGuardian
{
    private readonly Dictionary<RunId, KnownRun> _left = [];

    // Who asked for it may have died before it heard that something is stuck.
    private readonly List<KnownRun> _beingEnded = [];

    // Held as by a descriptor: whoever gets the pid later is not taken for it.
    private readonly Dictionary<RunId, SimProcess> _firsts = [];

    /// <summary>Until then it ends what an earlier daemon of it told it to.</summary>
    public TimeSpan LeftoversBusyUntil { get; private set; }

    /// <summary>Looks for what lives and is ours, and is no run of this guardian yet.</summary>
    public IReadOnlyList<KnownRun> FindLeftovers()
    {
        _left.Clear();
        _firsts.Clear();
        var records = _records.Unfinished.ToDictionary(record => record.Id);
        var processes = _machine.Alive.Where(p => p.Run is not null && _bug.IsFound(p, records)).GroupBy(p => p.Run!).ToDictionary(group => group.Key, group => group.ToList());
        foreach (var id in processes.Keys.Union(records.Keys).Where(id => !_runs.ContainsKey(id)).ToList())
        {
            var members = processes.GetValueOrDefault(id, []);
            var isRecorded = records.TryGetValue(id, out var record);
            var first = isRecorded ? FirstOf(record, members) : null;
            if (first is not null) _firsts.Add(id, first);
            var isSpawned = members.Count > 0 || record.Phase == RecordedPhase.Spawned;
            var pid = first?.Pid ?? (isRecorded && record.Phase == RecordedPhase.Spawned ? record.Pid : 0);
            _left.Add(id, new KnownRun(id, pid, isRecorded ? record.StartedAt : default, first is null ? ExitStatus.Unknown : null, first is null && members.Count == 0, isSpawned));
        }

        return [.. _left.Values];
    }

    /// <summary>Makes what was found runs of this guardian.</summary>
    public IReadOnlyList<KnownRun> Adopt(IReadOnlyList<RunId> ids)
    {
        var adopted = ids.Where(_left.ContainsKey).Select(id => _left[id]).ToList();
        foreach (var known in adopted)
        {
            Take(known, isLeftover: false);
            _ledger.Add(known);
        }

        return adopted;
    }

    /// <summary>Asks what was found and not adopted to end, and kills it in the end; then says whether all of it is gone.</summary>
    public void EndLeftovers(Action<bool> ended)
    {
        FindLeftovers();
        var taken = _left.Values.ToList();
        foreach (var known in taken) Take(known, isLeftover: true);
        _beingEnded.RemoveAll(known => !_machine.Alive.Any(p => p.Run == known.Id));
        _beingEnded.AddRange(taken);
        taken = [.. _beingEnded];
        if (taken.TrueForAll(known => known.IsTreeGone))
        {
            ended(true);
            return;
        }

        foreach (var known in taken) _machine.Terminate(known.Id, 15);
        LeftoversBusyUntil = _clock.Now + TimeSpan.FromSeconds(6);
        _clock.After(TimeSpan.FromSeconds(5), () =>
        {
            foreach (var known in taken) _machine.Kill(known.Id);
        });
        _clock.After(TimeSpan.FromSeconds(6), () => ended(!_machine.Alive.Any(p => p.Run is { } id && taken.Exists(known => known.Id == id))));
    }

    private SimProcess? FirstOf(RunRecord record, List<SimProcess> members)
    {
        if (record.Phase == RecordedPhase.Spawned)
            return _machine.Find(record.Pid) is { } process && (_bug.TrustsPidAlone || (process.StartTicks == record.StartTicks && members.Contains(process))) ? process : null;
        var eldest = members.Where(member => member.IsFirst).MinBy(member => member.StartTicks);
        if (eldest is null) return null;
        // Told by the wall clock, which may have jumped meanwhile: then nothing proves that it is the first.
        var late = _clock.GetUtcNow() - TimeSpan.FromTicks(_clock.GetTimestamp() - (eldest.StartTicks * 100_000)) - record.StartedAt;
        return late > -TimeSpan.FromSeconds(1) && late < TimeSpan.FromSeconds(10) ? eldest : null;
    }

    private void Take(KnownRun known, bool isLeftover)
    {
        _left.Remove(known.Id);
        var run = new GuardedRun(known.Id) { IsSpawning = false, IsInherited = true, IsLeftover = isLeftover, IsExitTold = known.Exit is not null, IsGone = known.IsTreeGone };
        _runs[known.Id] = run;
        var first = _firsts.GetValueOrDefault(known.Id);
        if (first is not null && first.Run != known.Id) run.Stranger = first;
        if (known.IsTreeGone) _records.RecordGone(known.Id);
        else if (first is not null) _records.RecordSpawned(known.Id, first.Pid, first.StartTicks);
        if (!known.IsTreeGone) _clock.After(TimeSpan.FromMilliseconds(1), () => Look(run));
    }
}
