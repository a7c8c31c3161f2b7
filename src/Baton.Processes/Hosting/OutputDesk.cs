using System.Globalization;
using Baton.Processes.Native;
using Baton.Processes.Output;
using Baton.Processes.Output.Compression;
using Baton.Processes.Records;

namespace Baton.Processes.Hosting;

/// <summary>
/// Brings runs and the output pump together: gives each run a slot of the state page until its output is drained (longer than it lives,
/// so a slot per service would not do), keeps who is watched, and passes the pump's news on.
/// </summary>
internal sealed class OutputDesk : IOutputEvents, IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly SortedSet<int> _free = [];
    private readonly HashSet<int> _given;
    private readonly Dictionary<RunId, int> _taken = [];
    // At most one of each service: its next run ends the one before.
    private readonly Dictionary<RunId, RunOutput> _kept = [];
    private readonly HashSet<RunId> _awaited = [];
    private readonly HashSet<string> _watched = [];
    private readonly string _runDirectory;
    private readonly string _logDirectory;
    private readonly IProcessEvents _events;
    private readonly StatePage _page;
    private readonly OutputPump _pump;
    private readonly CompressionDesk _compression;
    private readonly OpenLogs _open;
    private readonly OutputTally _tally = new();
    private readonly Action<string> _trouble;
    private TaskCompletionSource? _drained;
    private bool _isShortageTold;
    private int _slots;

    public OutputDesk(string runDirectory, string logDirectory, IProcessEvents events, TimeProvider time, Action<string> trouble)
    {
        _runDirectory = runDirectory;
        _logDirectory = logDirectory;
        _events = events;
        _trouble = trouble;
        _given = OfOthers(runDirectory);
        _page = OpenPage(Path.Combine(runDirectory, "output"), time.GetUtcNow(), trouble);
        Interrupted = _page.InUse();
        _open = new OpenLogs(Interrupted);
        _compression = new CompressionDesk(logDirectory, _open.ClosedFiles, (service, problem) => events.On(new ProcessEvent.LogsNotCompressed(service, problem)));
        _pump = new OutputPump(time, _page, this);
        foreach (var entry in Interrupted) Reserve(entry);
    }

    /// <summary>Output that an earlier daemon had in hand when it died.</summary>
    public IReadOnlyList<SlotEntry> Interrupted { get; }

    /// <summary>Fails when a thread of the pump ended by an error, which is a bug; never completes otherwise.</summary>
    public Task Failed => _pump.Failed;

    /// <summary>Makes the run's pipes and log.</summary>
    /// <exception cref="Core.BatonException">They cannot be made.</exception>
    public RunOutput Open(LiveRun run, DateTimeOffset startedAt, LogPolicy policy)
    {
        FinishKept(run.Id.Service);
        var slot = Take(run.Id, out var isOfAnother);
        if (isOfAnother) TakeBack(slot);
        _open.Add(run.Id, policy);
        try
        {
            var output = _pump.Open(new RunOutputSpec(run.Id, startedAt, _runDirectory, _logDirectory, policy, slot) { Counts = _tally.Of(run.Id.Service) });
            lock (_watched)
            {
                run.Output = output;
                if (_watched.Contains(run.Id.Service)) _pump.Watch(output, true);
            }

            TellShortage();
            // The run before this one is closed now, and so is what an earlier daemon left.
            if (policy.Compress) _compression.Look(run.Id.Service);
            return output;
        }
        catch (Core.BatonException)
        {
            Drained(run.Id);
            throw;
        }
    }

    /// <summary>Makes another user the owner of the run's pipes, who can then open <c>/dev/stdout</c> anew.</summary>
    /// <exception cref="Core.BatonException">That is refused.</exception>
    public void Give(RunOutput output, Identity owner)
    {
        lock (_gate) _given.Add(output.SlotNumber);
        foreach (var path in (ReadOnlySpan<string>)[output.StdoutFifo, output.StderrFifo])
        {
            if (Libc.chown(path, owner.Uid, owner.Gid) != 0)
                throw new Core.BatonException(Core.ErrorCode.SpawnFailed, $"cannot give output pipe \"{path}\" to user \"{owner.Name}\": {Libc.LastError()}");
        }
    }

    /// <summary>Takes up the output of a run of a dead daemon.</summary>
    /// <exception cref="Core.BatonException">It cannot be taken up; its slot stays taken for as long as this host lives.</exception>
    public RunOutput Recover(SlotEntry entry)
    {
        var output = _pump.Recover(entry.ToSpec(_runDirectory, _logDirectory) with { Counts = _tally.Of(entry.Id.Service) });
        lock (_gate) _taken[entry.Id] = entry.Slot;
        return output;
    }

    private void TellShortage()
    {
        if (_pump.PipeShortage is not { } shortage || Interlocked.Exchange(ref _isShortageTold, true)) return;
        _trouble(shortage);
    }

    /// <summary>Gives recovered output to the run that goes on.</summary>
    public void Attach(LiveRun run, RunOutput output)
    {
        lock (_watched)
        {
            run.Output = output;
            if (_watched.Contains(run.Id.Service)) _pump.Watch(output, true);
        }
    }

    /// <summary>The run is over: what is in its pipes now is the last of it.</summary>
    public void Finish(RunOutput output) => _pump.Finish(output);

    /// <summary>The run's process is gone; another one may go on with the run.</summary>
    public void FinishOrKeep(RunOutput output, ExitStatus? exit)
    {
        if (!output.Policy.StaysOpen || exit is { Code: not null })
        {
            Finish(output);
            return;
        }

        lock (_gate) _kept[output.Id] = output;
    }

    /// <summary>The output of a run that another process is to go on with, and what is written of it; null when there is none.</summary>
    public (RunOutput Output, OutputTotals Written)? TakeKept(RunId id)
    {
        lock (_gate)
        {
            if (!_kept.TryGetValue(id, out var output) || output.Written() is not { } written) return null;
            _kept.Remove(id);
            (output.IsEndUnseen, output.WasDeserted) = (false, false);
            return (output, written);
        }
    }

    /// <summary>Nobody goes on with runs of this service, or of any.</summary>
    /// <param name="service">Null: of any.</param>
    public void FinishKept(string? service)
    {
        List<RunOutput> over;
        lock (_gate)
        {
            over = [.. _kept.Values.Where(output => service is null || output.Id.Service == service)];
            foreach (var output in over) _kept.Remove(output.Id);
        }

        foreach (var output in over) Finish(output);
    }

    /// <summary>Tells of growth from now on, for this service's later runs too, or no longer.</summary>
    public void Watch(string service, bool isWatched, LiveRuns live)
    {
        lock (_watched)
        {
            if (isWatched ? !_watched.Add(service) : !_watched.Remove(service)) return;
            // Taken under the lock: a run that is not in it yet will see the service watched when it opens its output.
            var runs = new List<LiveRun>();
            live.CopyTo(runs);
            foreach (var run in runs)
            {
                if (run.Id.Service == service && run.Output is { } output) _pump.Watch(output, isWatched);
            }
        }
    }

    /// <summary>Tells once when the run's output is drained; at once when it is.</summary>
    public void TellDrained(RunId id)
    {
        FinishKept(id);
        lock (_gate)
        {
            if (_taken.ContainsKey(id))
            {
                _awaited.Add(id);
                return;
            }
        }

        _events.On(new ProcessEvent.OutputDrained(id));
    }

    /// <summary>Tells what the runs of all services have written, in as many pieces as it takes.</summary>
    public void TellCounts()
    {
        foreach (var piece in _tally.Read(ProcessEvent.OutputCounted.MostServices)) _events.On(new ProcessEvent.OutputCounted(piece));
    }

    void IOutputEvents.Grew(RunId id, int segment, long length) => _events.On(new ProcessEvent.OutputGrew(id, segment, length));

    void IOutputEvents.Trouble(RunId id, string? problem) => _events.On(new ProcessEvent.OutputTrouble(id, problem));

    void IOutputEvents.Drained(RunId id) => Drained(id);

    void IOutputEvents.Rotated(RunId id, int segment)
    {
        _open.Rotated(id, segment);
        _compression.Look(id.Service);
    }

    public async ValueTask DisposeAsync()
    {
        await _pump.DisposeAsync();
        _compression.Dispose();
        _page.Dispose();
    }

    /// <summary>Completes when the output of every run that is over is in its log.</summary>
    public Task WhenDrainedAsync()
    {
        lock (_gate)
        {
            if (_taken.Count == 0) return Task.CompletedTask;
            _drained ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _drained.Task;
        }
    }

    private static StatePage OpenPage(string path, DateTimeOffset now, Action<string> trouble)
    {
        try
        {
            return StatePage.Open(path);
        }
        catch (Core.BatonException e) when (File.Exists(path))
        {
            var aside = RunTable.SetAside(path, now);
            trouble($"{e.Message}; it was set aside as \"{aside}\", and output that was under way is not taken up");
            return StatePage.Open(path);
        }
    }

    /// <summary>The FIFOs that an earlier daemon gave to other users, by their slots; only root can have.</summary>
    private static HashSet<int> OfOthers(string runDirectory)
    {
        var slots = new HashSet<int>();
        if (Libc.geteuid() != 0) return slots;
        foreach (var path in Directory.EnumerateFiles(runDirectory))
        {
            if (int.TryParse(Path.GetFileNameWithoutExtension(path), NumberStyles.None, CultureInfo.InvariantCulture, out var slot) && Libc.OwnerOf(path) != 0) slots.Add(slot);
        }

        return slots;
    }

    /// <summary>The names go, and what is made under them anew is ours: the next run may be of a user who must not read the one before.</summary>
    private void TakeBack(int slot)
    {
        foreach (var stream in (ReadOnlySpan<string>)["out", "err"])
            _ = Libc.Files.unlinkat(Libc.AT_FDCWD, Path.Combine(_runDirectory, string.Create(CultureInfo.InvariantCulture, $"{slot}.{stream}")), 0);
    }

    private void FinishKept(RunId id)
    {
        RunOutput? over;
        lock (_gate) _kept.Remove(id, out over);
        if (over is not null) Finish(over);
    }

    private int Take(RunId id, out bool isOfAnother)
    {
        lock (_gate)
        {
            if (_free.Count == 0) _free.Add(_slots++);
            var slot = _free.Min;
            _free.Remove(slot);
            isOfAnother = _given.Remove(slot);
            return _taken[id] = slot;
        }
    }

    private void Reserve(SlotEntry entry)
    {
        while (_slots <= entry.Slot) _free.Add(_slots++);
        _free.Remove(entry.Slot);
    }

    private void Drained(RunId id)
    {
        // The next run may have begun before this one's last words were in its log.
        if (_open.Remove(id)) _compression.Look(id.Service);
        bool isAwaited;
        lock (_gate)
        {
            if (_taken.Remove(id, out var slot)) _free.Add(slot);
            if (_taken.Count == 0) _drained?.TrySetResult();
            isAwaited = _awaited.Remove(id);
        }

        if (isAwaited) _events.On(new ProcessEvent.OutputDrained(id));
    }
}
