using Baton.Core;

namespace Baton.Processes.Output;

/// <summary>
/// Carries the output of all runs into their logs, tagged, on one thread. It may be killed at any instant: what the runs wrote meanwhile
/// waits in their FIFOs, and the next pump goes on where the state page says, losing and doubling nothing.
/// </summary>
internal sealed class OutputPump : IAsyncDisposable
{
    /// <summary>Bytes taken from a stream before it is another's turn, on the shared thread and on a thread of its own.</summary>
    public const int Chunk = 128 << 10, LaneChunk = 64 << 10;

    /// <summary>Writes in a row, each quick, after which a run comes back to the shared thread.</summary>
    public const int QuickWritesToReturn = 16;

    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private readonly StatePage _page;
    private readonly HashSet<PumpLoop> _loops = [];
    private readonly TaskCompletionSource _failed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile RunOutput?[] _runs = new RunOutput?[64];
    private bool _isDisposed;

    /// <summary>Starts the pump's thread.</summary>
    /// <param name="time">Stamps, and the measuring of slow writes.</param>
    /// <param name="page">Kept by the caller, disposed after this.</param>
    /// <param name="events">Where news goes, from pump threads.</param>
    /// <param name="hook">For tests: called at each <see cref="PumpPoint"/>.</param>
    /// <exception cref="BatonException">Unavailable: no descriptors or memory for it.</exception>
    public OutputPump(TimeProvider time, StatePage page, IOutputEvents events, Action<PumpPoint>? hook = null)
    {
        Time = time;
        _page = page;
        Events = events;
        Hook = hook;
        Shared = new PumpLoop(this, laneOf: null);
        _loops.Add(Shared);
        Shared.Start();
    }

    /// <summary>Never completes while the pump works; fails with the reason should a pump thread end by an error: then the process must end.</summary>
    public Task Failed => _failed.Task;

    /// <summary>Why FIFOs hold less than 1 MiB, which costs speed; null while all hold that.</summary>
    public string? PipeShortage { get; private set; }

    /// <summary>Runs that have a thread of their own at present, since their disk is slow.</summary>
    public int Lanes
    {
        get
        {
            lock (_gate) return _loops.Count - 1;
        }
    }

    public TimeProvider Time { get; }

    public IOutputEvents Events { get; }

    public Action<PumpPoint>? Hook { get; }

    public PumpLoop Shared { get; }

    /// <summary>Makes FIFOs and log of a run and begins to carry; the run's processes may open the FIFOs at once.</summary>
    /// <exception cref="BatonException">Unavailable: a folder, FIFO or file cannot be made; nothing is left of the attempt.</exception>
    public RunOutput Open(RunOutputSpec spec)
    {
        var slot = _page.Slot(spec.Slot);
        slot.Claim(spec.Id, spec.StartedAt.ToUnixTimeSeconds(), spec.Policy);
        Hook?.Invoke(PumpPoint.AfterClaim);
        return Begin(spec, slot);
    }

    /// <summary>Takes over what a dead pump had in hand, by the state page's record; the slot must be one of <see cref="StatePage.InUse"/>.</summary>
    /// <param name="spec">As <see cref="SlotEntry.ToSpec"/> makes it.</param>
    /// <exception cref="BatonException">Unavailable: FIFOs or log cannot be opened; the slot stays as it is.</exception>
    public RunOutput Recover(RunOutputSpec spec)
    {
        var slot = _page.Slot(spec.Slot);
        if (slot.Entry(spec.Slot) is not { } entry || entry.Id != spec.Id)
            throw new BatonException(ErrorCode.Unavailable, $"cannot recover output of \"{spec.Id}\": slot {spec.Slot} is not its own");
        // It died while opening: no process has the FIFOs, and a file of that name is somebody else's.
        return slot.IsReady ? Resume(spec with { StartedAt = entry.StartedAt }, slot) : Begin(spec, slot);
    }

    /// <summary>The run's tree is gone: what is in its FIFOs now is drained, then all but the log is removed; ends with Drained. Nothing when it was done.</summary>
    public void Finish(RunOutput output)
    {
        output.IsFinishing = true;
        Call(output);
    }

    /// <summary>Tells of growth from now on, beginning with the present length, or no longer.</summary>
    public void Watch(RunOutput output, bool isWatched)
    {
        output.IsWatched = isWatched;
        if (isWatched) Call(output);
    }

    /// <summary>
    /// Ends the threads after the step they are in. Runs, FIFOs and slots stay as they are, for a later pump to recover. A thread that
    /// hangs in a write is left behind after 5 s.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        Task[] ends;
        lock (_gate)
        {
            if (_isDisposed) return;
            _isDisposed = true;
            foreach (var loop in _loops) loop.Stop();
            ends = [.. _loops.Select(loop => loop.Ended)];
        }

        try
        {
            await Task.WhenAll(ends).WaitAsync(StopLimit, Time).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            _page.KeepMapped();
            return;
        }

        foreach (var run in _runs) run?.Close();
    }

    /// <summary>The run in a slot, if any.</summary>
    public RunOutput? RunAt(int slot)
    {
        var runs = _runs;
        return slot < runs.Length ? Volatile.Read(ref runs[slot]) : null;
    }

    /// <summary>A started loop for one run, which is not yet its own; null while the pump is being disposed of, or where it cannot be had.</summary>
    public PumpLoop? NewLane(RunOutput run)
    {
        PumpLoop? lane = null;
        try
        {
            lane = new PumpLoop(this, run);
            // Started under the lock: whoever disposes of the pump waits for every loop it finds here.
            lock (_gate)
            {
                if (_isDisposed) lane.Stop();
                lane.Start();
                _loops.Add(lane);
            }

            return lane;
        }
        catch (Exception e) when (e is BatonException or OutOfMemoryException or ThreadStartException)
        {
            // The last two are how .NET says that the system gives no more threads.
            lane?.Discard();
            Events.Trouble(run.Id, $"its log is slow and has no thread of its own: {(e is BatonException ? e.Message : "the system gives no more threads")}");
            return null;
        }
    }

    /// <summary>A run is finished.</summary>
    public void Forget(RunOutput run)
    {
        run.Loop = null;
        run.Close();
        lock (_gate) _runs[run.SlotNumber] = null;
        run.Slot.Release();
        Events.Drained(run.Id);
    }

    /// <summary>A loop's thread has ended.</summary>
    public void Ended(PumpLoop loop, Exception? failure)
    {
        lock (_gate) _loops.Remove(loop);
        if (failure is not null) _failed.TrySetException(failure);
    }

    private void Call(RunOutput output)
    {
        if (RunAt(output.SlotNumber) != output) return;
        // The flag before the loop, with nothing between: whoever hands the run over sets the loop before it looks at the flags.
        Interlocked.MemoryBarrier();
        output.Loop?.Call(output);
    }

    private RunOutput Begin(RunOutputSpec spec, StateSlot slot)
    {
        Fifo? stdout = null, stderr = null;
        LogFile? log = null;
        try
        {
            stdout = Fifo.Create(OutputStream.Stdout, PathOf(spec, "out"));
            stderr = Fifo.Create(OutputStream.Stderr, PathOf(spec, "err"));
            log = LogFile.Create(spec.LogDirectory, spec.Id, spec.StartedAt);
            Hook?.Invoke(PumpPoint.AfterCreate);
            slot.Begin(log.StartedAt.ToUnixTimeSeconds());
            return Register(new RunOutput(spec, slot, stdout, stderr, log, slot.Record));
        }
        catch
        {
            stdout?.Unlink();
            stdout?.Dispose();
            stderr?.Unlink();
            stderr?.Dispose();
            log?.Dispose();
            slot.Release();
            throw;
        }
    }

    private RunOutput Resume(RunOutputSpec spec, StateSlot slot)
    {
        Fifo? stdout = null, stderr = null;
        try
        {
            stdout = Fifo.Reopen(OutputStream.Stdout, PathOf(spec, "out"));
            stderr = Fifo.Reopen(OutputStream.Stderr, PathOf(spec, "err"));
            using var buffers = new PumpBuffers(4096);
            var wasDeserted = !buffers.HasWriter(stdout) && !buffers.HasWriter(stderr);
            var record = slot.Record;
            var name = new LogFileName(spec.Id.Service, spec.StartedAt, spec.Id.Run);
            var log = LogFile.Resume(spec.LogDirectory, name, ref record, spec.Policy.RotateCount, spec.Policy.Compress);
            var run = new RunOutput(spec, slot, stdout, stderr, log, record);
            new StreamPump(buffers, Time, Events, Hook).Settle(run);
            run.WasDeserted = wasDeserted;
            return Register(run);
        }
        catch
        {
            stdout?.Dispose();
            stderr?.Dispose();
            throw;
        }
    }

    private RunOutput Register(RunOutput run)
    {
        run.MayDrop = run.Policy.FullDisk == FullDiskPolicy.Drop;
        run.FileBegunAt = Time.GetTimestamp();
        foreach (var fifo in (ReadOnlySpan<Fifo>)[run.Stdout, run.Stderr])
        {
            if (fifo.Capacity < Fifo.WantedBytes)
                PipeShortage ??= $"pipes hold {fifo.Capacity / 1024} KiB: raise fs.pipe-user-pages-soft (it is shared by all of a user's pipes)";
        }

        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            if (run.SlotNumber >= _runs.Length)
            {
                var larger = new RunOutput?[Math.Max(run.SlotNumber + 1, _runs.Length * 2)];
                _runs.CopyTo(larger, 0);
                _runs = larger;
            }

            _runs[run.SlotNumber] = run;
        }

        run.Loop = Shared;
        Shared.Call(run);
        return run;
    }

    private static string PathOf(RunOutputSpec spec, string extension) =>
        Path.Combine(spec.RunDirectory, string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{spec.Slot}.{extension}"));
}
