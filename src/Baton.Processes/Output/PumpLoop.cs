using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace Baton.Processes.Output;

/// <summary>
/// A thread that waits for output of its runs and moves it, a peek's worth of each stream in turn. There is one for everybody, and one
/// more for each run whose disk is slow. It sleeps until the kernel or another thread wakes it; a timer runs only while a log cannot be
/// written.
/// </summary>
[SuppressMessage("Design", "CA1001:Types that own disposable fields should be disposable", Justification = "Its own thread disposes of them, last.")]
internal sealed class PumpLoop
{
    private readonly OutputPump _pump;
    private readonly RunOutput? _laneOf;
    private readonly EpollSet _set;
    private readonly PumpBuffers _buffers;
    private readonly StreamPump _streams;
    private readonly List<RunOutput> _troubled = [];
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // Bounded by the calls of Finish and Watch that were made and not yet seen, and the runs handed over.
    private readonly ConcurrentQueue<RunOutput> _called = new();
    private readonly ITimer _alarm;
    private volatile bool _isStopping;
    private bool _isLaneOver;

    /// <param name="pump">Whose loop it is.</param>
    /// <param name="laneOf">The one run it serves, with smaller buffers, until that is quick again or gone; null: it serves everybody.</param>
    public PumpLoop(OutputPump pump, RunOutput? laneOf)
    {
        _pump = pump;
        _laneOf = laneOf;
        _buffers = new PumpBuffers(laneOf is null ? OutputPump.Chunk : OutputPump.LaneChunk);
        try
        {
            _set = new EpollSet();
        }
        catch
        {
            _buffers.Dispose();
            throw;
        }

        _streams = new StreamPump(_buffers, pump.Time, pump.Events, pump.Hook);
        _alarm = pump.Time.CreateTimer(_ => _set.Wake(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Completes when the thread has ended; with the exception, should it ever end by one.</summary>
    public Task Ended => _ended.Task;

    /// <summary>Starts the thread.</summary>
    public void Start()
    {
        const int stackBytes = 256 << 10;
        new Thread(Work, stackBytes) { IsBackground = true, Name = _laneOf is null ? "output" : "output lane" }.Start();
    }

    /// <summary>Gives back what it holds, when it has no thread, or by its thread at its end.</summary>
    public void Discard()
    {
        _alarm.Dispose();
        _set.Dispose();
        _buffers.Dispose();
    }

    /// <summary>Ends the thread after what it is doing; runs stay as they are.</summary>
    public void Stop()
    {
        _isStopping = true;
        _set.Wake();
    }

    /// <summary>Makes the loop look at a run that is handed to it, or that something is asked of.</summary>
    public void Call(RunOutput run)
    {
        _called.Enqueue(run);
        _set.Wake();
    }

    private static ulong KeyOf(RunOutput run, OutputStream stream) => ((ulong)run.SlotNumber << 8) | (byte)stream;

    private void Work()
    {
        Exception? failure = null;
        try
        {
            while (!_isStopping && !_isLaneOver)
            {
                var ready = _set.Wait();
                for (var i = 0; i < ready && !_isStopping; i++) Handle(_set.KeyOf(i));
            }
        }
        catch (Exception e)
        {
            // The top of the thread: output has stopped, which only a new process can make good. Whoever owns the pump is told.
            failure = e;
        }

        Discard();
        _pump.Ended(this, failure);
        _ended.SetResult();
    }

    private void Handle(ulong key)
    {
        if (key == EpollSet.WakeKey)
        {
            _set.Awake();
            while (_called.TryDequeue(out var called)) LookAt(called);
            RetryTroubled();
            return;
        }

        // Readiness found before a slot changed hands is told of a run that may have nothing: no harm.
        if (_pump.RunAt((int)(key >> 8)) is { } run && run.Loop == this && run.IsListening) Move(run, (OutputStream)(key & 0xFF));
    }

    private void LookAt(RunOutput run)
    {
        if (run.Loop != this) return;
        if (run.IsFinishing)
        {
            Finish(run);
            return;
        }

        if (!run.IsListening && !_troubled.Contains(run)) Listen(run);
        if (run.IsWatched) TellGrowth(run, isForced: true);
    }

    private void Move(RunOutput run, OutputStream stream)
    {
        var (moved, isBlocked) = _streams.Pump(run, stream, int.MaxValue);
        if (isBlocked) Deafen(run);
        else NoteDesertion(run, run.Of(stream), moved);
        if (run.Trouble.IsOn) Attend(run);
        if (moved > 0) TellGrowth(run, isForced: false);
        var isMisplaced = _laneOf is null ? run.IsSlow : run.QuickWrites >= OutputPump.QuickWritesToReturn;
        if (isMisplaced && !isBlocked) HandOver(run);
    }

    private void NoteDesertion(RunOutput run, Fifo fifo, int moved)
    {
        if (moved == 0 && !fifo.IsDeserted)
        {
            fifo.IsDeserted = true;
            _set.OnlyChanges(fifo.Fd, KeyOf(run, fifo.Stream));
        }
        else if (moved > 0 && fifo.IsDeserted)
        {
            fifo.IsDeserted = false;
            _set.AllAgain(fifo.Fd, KeyOf(run, fifo.Stream));
        }
    }

    // After the loop of a run is set, another thread may have it in hand: nothing here touches it any more.
    private void HandOver(RunOutput run)
    {
        Deafen(run);
        _troubled.Remove(run);
        run.IsSlow = false;
        var other = _laneOf is null ? _pump.NewLane(run) : _pump.Shared;
        if (other is null)
        {
            Listen(run);
            return;
        }

        _isLaneOver = _laneOf is not null;
        run.Loop = other;
        // A Finish or Watch that still read this loop had set its flag before: the other sees the flag when it looks.
        other.Call(run);
    }

    private void Finish(RunOutput run)
    {
        Deafen(run);
        if (!RunFinish.TryFinish(run, _streams, _pump))
        {
            Attend(run);
            return;
        }

        _troubled.Remove(run);
        _isLaneOver = _laneOf is not null;
        _pump.Forget(run);
    }

    // Looks after a run whose log cannot be written, until it can.
    private void Attend(RunOutput run)
    {
        if (_troubled.Contains(run)) return;
        _troubled.Add(run);
        ArmAlarm();
    }

    private void RetryTroubled()
    {
        for (var i = _troubled.Count - 1; i >= 0; i--)
        {
            var run = _troubled[i];
            if (run.Trouble.Remaining(_pump.Time) > TimeSpan.Zero) continue;
            if (run.IsFinishing)
            {
                Finish(run);
            }
            else if (!run.IsListening || _streams.TellDrops(run))
            {
                // A blocked run is listened to again, and comes back here if its next write fails too.
                _troubled.RemoveAt(i);
                if (!run.IsListening) Listen(run);
            }
        }

        if (_troubled.Count > 0) ArmAlarm();
    }

    private void ArmAlarm()
    {
        var next = TimeSpan.MaxValue;
        foreach (var run in _troubled)
        {
            var left = run.Trouble.Remaining(_pump.Time);
            if (left < next) next = left;
        }

        _alarm.Change(next > TimeSpan.FromMilliseconds(1) ? next : TimeSpan.FromMilliseconds(1), Timeout.InfiniteTimeSpan);
    }

    private void TellGrowth(RunOutput run, bool isForced)
    {
        var record = run.Record;
        var isNews = run.Told != (record.Segment, record.Length) || (isForced && record is not { Segment: 0, Length: 0 });
        if (!run.IsWatched || !isNews) return;
        run.Told = (record.Segment, record.Length);
        _pump.Events.Grew(run.Id, record.Segment, record.Length);
    }

    private void Listen(RunOutput run)
    {
        run.IsListening = true;
        ListenTo(run, run.Stdout);
        ListenTo(run, run.Stderr);
    }

    private void ListenTo(RunOutput run, Fifo fifo)
    {
        fifo.IsDeserted = false;
        if (!_set.Add(fifo.Fd, KeyOf(run, fifo.Stream)))
            _pump.Events.Trouble(run.Id, $"cannot watch output pipe \"{fifo.Path}\": {Native.Libc.LastError()}");
    }

    private void Deafen(RunOutput run)
    {
        if (!run.IsListening) return;
        run.IsListening = false;
        _set.Remove(run.Stdout.Fd);
        _set.Remove(run.Stderr.Fd);
    }
}
