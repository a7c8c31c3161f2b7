using Baton.Core;
using Baton.Processes.Exits;
using Baton.Processes.Native;
using Baton.Processes.Records;
using Baton.Processes.Tree;

namespace Baton.Processes.Hosting;

/// <summary>
/// What a dead host of this state directory left: found once by <see cref="FindAsync"/>, which ends nothing, then run by run adopted (<see cref="Adoption"/>)
/// or ended (<see cref="LeftoverEnding"/>). A death of this host in between leaves all as it was for the next. Only what is provably
/// ours is touched. Its members are not called at the same time.
/// </summary>
internal sealed class Leftovers(StateId state, LiveRuns runs, TreeKeeper trees, OutputDesk output, TimeProvider time, Action<string> trouble)
{
    private readonly Dictionary<RunId, LeftRun> _left = [];
    private readonly Dictionary<RunId, Output.RunOutput> _outputs = [];
    private readonly HashSet<int> _recovered = [];
    private readonly HashSet<RunId> _settled = [];

    /// <summary>What the last look found and nobody took.</summary>
    public IReadOnlyCollection<LeftRun> Left => _left.Values;

    /// <summary>What was to be ended and may not be gone yet.</summary>
    public List<LeftRun> BeingEnded { get; } = [];

    /// <summary>
    /// Looks, in place of what an earlier look found. The output goes on first: what has no reader is lost when its last process ends.
    /// From then on the ends of first processes can be told, also of those that die before they are adopted.
    /// </summary>
    /// <exception cref="BatonException">Unavailable: no descriptors or memory to look with.</exception>
    public async Task<IReadOnlyList<KnownRun>> FindAsync()
    {
        RecoverOutput();
        var found = new TaskCompletionSource<IReadOnlyList<Leftover>>(TaskCreationOptions.RunContinuationsAsynchronously);
        trees.Post(new TreeRequest.Discover(found));
        var processes = await found.Task;
        Release();
        using var files = new ProcFiles();
        var records = runs.Table.Unfinished.ToDictionary(record => record.Id);
        foreach (var ofRun in processes.GroupBy(process => process.Id)) Add(files, ofRun.Key, records, [.. ofRun]);
        foreach (var id in records.Keys.Where(id => !_settled.Contains(id))) Add(files, id, records, []);
        FinishOthersOutput();
        return [.. _left.Values.Select(left => left.Known)];
    }

    /// <summary>Gives a run away: whoever takes it closes its descriptor. Its output goes with it.</summary>
    public void Take(LeftRun left)
    {
        _left.Remove(left.Run.Id);
        _settled.Add(left.Run.Id);
        if (_outputs.Remove(left.Run.Id, out var recovered)) output.Attach(left.Run, recovered);
    }

    /// <summary>Where this run's output goes is in our hands.</summary>
    public bool HasOutput(RunId id) => _outputs.ContainsKey(id);

    /// <summary>Gives the descriptors back.</summary>
    public void Release()
    {
        foreach (var left in _left.Values) Release(left.Run);
        _left.Clear();
    }

    /// <summary>Gives the descriptor of one run back.</summary>
    public static void Release(LiveRun run)
    {
        if (run.Pidfd < 0) return;
        OrphanList.Release(run.Pid);
        _ = Libc.close(run.Pidfd);
        run.Pidfd = -1;
    }

    private void Add(ProcFiles files, RunId id, Dictionary<RunId, RunRecord> records, IReadOnlyList<Leftover> processes)
    {
        if (_left.ContainsKey(id) || runs.Find(id) is not null) return;
        var isRecorded = records.TryGetValue(id, out var record);
        var first = isRecorded ? FirstProcess.Find(files, state, record, processes, time.GetUtcNow()) : null;
        var slot = isRecorded ? record.Slot : processes.Max(process => process.Slot);
        var run = new LiveRun(id)
        {
            IsInherited = true,
            Forgotten = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously),
            Slot = slot,
            StartedAt = isRecorded ? record.StartedAt : default,
            Pid = first?.Pid ?? (isRecorded && record.Phase == RecordedPhase.Spawned ? record.Pid : 0),
            StartTicks = first?.StartTicks ?? (isRecorded ? record.StartTicks : 0),
            Pidfd = first?.Pidfd ?? -1,
            Phase = first is null ? RunPhase.Remains : RunPhase.Alive,
            Exit = first is null ? ExitStatus.Unknown : null,
        };
        if (first is not null) OrphanList.Keep(first.Pid);
        if (processes.Count == 0 && _outputs.TryGetValue(id, out var recovered)) recovered.IsEndUnseen = true;
        var isTreeGone = first is null && processes.Count == 0;
        var isSpawned = processes.Count > 0 || record.Phase == RecordedPhase.Spawned;
        _left.Add(id, new LeftRun(run, new KnownRun(id, run.Pid, run.StartedAt, run.Exit, isTreeGone, isSpawned), processes));
    }

    private void RecoverOutput()
    {
        foreach (var entry in output.Interrupted)
        {
            if (!_recovered.Add(entry.Slot)) continue;
            try
            {
                var recovered = output.Recover(entry);
                if (!_outputs.TryAdd(entry.Id, recovered)) output.Finish(recovered);
            }
            catch (BatonException e)
            {
                trouble($"the end of the output of {entry.Id} was lost: {e.Message}");
            }
        }
    }

    /// <summary>Of runs that were over: only their output was not.</summary>
    private void FinishOthersOutput()
    {
        foreach (var (id, recovered) in _outputs.Where(pair => !_left.ContainsKey(pair.Key)).ToArray())
        {
            _outputs.Remove(id);
            recovered.IsEndUnseen = true;
            output.Finish(recovered);
        }
    }
}
