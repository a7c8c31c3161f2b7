using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Unicode;

namespace Baton.Processes.Output;

/// <summary>
/// Moves bytes of one run from FIFO to log, each batch in the order peek, tag, write, arm, publish, consume, settle. Why nothing is lost
/// or doubled when the process dies between any two of them is told in docs/adr/0003-output-pump.md.
/// </summary>
internal sealed unsafe class StreamPump(PumpBuffers buffers, TimeProvider time, IOutputEvents events, Action<PumpPoint>? hook)
{
    /// <summary>A write that takes longer holds up everybody else: its run gets a thread of its own.</summary>
    public static readonly TimeSpan SlowWrite = TimeSpan.FromMilliseconds(50);

    private static readonly TimeSpan RotationRetry = TimeSpan.FromSeconds(1);
    private readonly Stamp _stamp = new(time);

    /// <summary>Moves what one peek gives.</summary>
    /// <param name="run">The run.</param>
    /// <param name="stream">Which of its streams.</param>
    /// <param name="limit">Bytes to move at most.</param>
    /// <returns>Bytes moved, and whether it stopped because the log cannot be written and nothing may be dropped.</returns>
    public (int Moved, bool IsBlocked) Pump(RunOutput run, OutputStream stream, int limit)
    {
        var moved = 0;
        if (run.Trouble.IsOn && !run.MayDrop && run.Trouble.Remaining(time) > TimeSpan.Zero) return (0, true);
        var count = buffers.Peek(run.Of(stream), limit);
        if (count > 0) hook?.Invoke(PumpPoint.AfterPeek);
        while (moved < count)
        {
            var input = new ReadOnlySpan<byte>(buffers.Input + moved, count - moved);
            var isWaiting = run.Trouble.IsOn && run.Trouble.Remaining(time) > TimeSpan.Zero;
            var used = isWaiting ? 0 : Store(run, stream, input);
            if (used == 0 && !run.MayDrop) return (moved, true);
            if (used == 0) used = Drop(run, stream, input);
            moved += used;
        }

        return (moved, false);
    }

    /// <summary>Writes the notes about dropped bytes, if there are any and it can be done; returns whether none are left.</summary>
    public bool TellDrops(RunOutput run)
    {
        if (!run.Record.HasDrops) return true;
        var record = run.Record;
        var tagger = run.Tagger;
        var length = Notes(ref record, ref tagger);
        if (!Write(run, length)) return false;
        record.Length += length;
        record.Tagger = tagger.Flags;
        run.Slot.Publish(record, isPending: false);
        (run.Record, run.Tagger) = (record, tagger);
        return true;
    }

    /// <summary>Says in the log that unread output is lost. Where that cannot be written, the event which tells so must do.</summary>
    public void TellLost(RunOutput run)
    {
        var record = run.Record;
        var tagger = run.Tagger;
        var length = tagger.Note("what Baton had not read of the output when it and this run had both ended, at most 1 MiB of each stream, is lost"u8,
            new Span<byte>(buffers.Output, buffers.OutputCapacity), _stamp.Now());
        if (!Write(run, length)) return;
        record.Length += length;
        record.Tagger = tagger.Flags;
        run.Slot.Publish(record, isPending: false);
        (run.Record, run.Tagger) = (record, tagger);
    }

    /// <summary>Finishes what a dead pump had begun: bytes that are in the log and not yet out of their FIFO leave it.</summary>
    public void Settle(RunOutput run)
    {
        var record = run.Record;
        if (run.Slot.IsPending && *run.Slot.Mark == (record.FirstByte ^ 0xFF) && record.Pending is > 0 and <= Fifo.WantedBytes)
        {
            buffers.Consume(run.Of(record.Stream), run.Slot.Mark, record.Pending);
        }

        run.Slot.Publish(record, isPending: false);
    }

    private int Store(RunOutput run, OutputStream stream, ReadOnlySpan<byte> input)
    {
        while (true)
        {
            var record = run.Record;
            var tagger = run.Tagger;
            var notes = Notes(ref record, ref tagger);
            var output = new Span<byte>(buffers.Output, buffers.OutputCapacity)[notes..];
            var room = Math.Max(0, Room(run) - notes);
            var (used, written, lines) = tagger.Tag(stream, input, output[..Math.Min(room, output.Length)], _stamp.Now());
            if (used == 0 || IsOld(run))
            {
                if (record.Length > 0)
                {
                    Rotate(run);
                    continue;
                }

                // A piece longer than a whole file: as much of it as the file takes, or a byte where not even that fits.
                var part = Math.Clamp(room - LineTagger.LongestPrefix - 1, 1, input.Length);
                (used, written, lines) = tagger.Tag(stream, input[..part], output, _stamp.Now());
            }

            if (!Write(run, notes + written)) return 0;
            if (record.Length == 0) run.FileBegunAt = time.GetTimestamp();
            record.Length += notes + written;
            Commit(run, stream, record, tagger, input[0], used);
            run.Counts.Written(stream, used, lines);
            return used;
        }
    }

    private int Drop(RunOutput run, OutputStream stream, ReadOnlySpan<byte> input)
    {
        var record = run.Record;
        var tagger = run.Tagger;
        var lines = input.Count((byte)'\n');
        record.StdoutDroppedBytes += stream == OutputStream.Stdout ? input.Length : 0;
        record.StdoutDroppedLines += stream == OutputStream.Stdout ? lines : 0;
        record.StderrDroppedBytes += stream == OutputStream.Stderr ? input.Length : 0;
        record.StderrDroppedLines += stream == OutputStream.Stderr ? lines : 0;
        record.DropReason = run.Trouble.Errno;
        tagger.Dropped(stream, input[^1] == '\n');
        Commit(run, stream, record, tagger, input[0], input.Length);
        run.Counts.Dropped(stream, input.Length, lines);
        return input.Length;
    }

    private void Commit(RunOutput run, OutputStream stream, StateRecord record, LineTagger tagger, byte first, int count)
    {
        (record.Stream, record.FirstByte, record.Pending, record.Tagger) = (stream, first, count, tagger.Flags);
        run.Slot.Arm(first);
        hook?.Invoke(PumpPoint.AfterArm);
        run.Slot.Publish(record, isPending: true);
        (run.Record, run.Tagger) = (record, tagger);
        hook?.Invoke(PumpPoint.AfterPublish);
        buffers.Consume(run.Of(stream), run.Slot.Mark, count);
        hook?.Invoke(PumpPoint.AfterConsume);
        run.Slot.Settle();
        hook?.Invoke(PumpPoint.AfterCommit);
    }

    private bool Write(RunOutput run, int length)
    {
        var began = time.GetTimestamp();
        var errno = run.Log.WriteAt(run.Record.Length, buffers.Output, length);
        hook?.Invoke(PumpPoint.AfterWrite);
        run.IsSlow = time.GetElapsedTime(began) > SlowWrite;
        run.QuickWrites = run.IsSlow ? 0 : run.QuickWrites + 1;
        if (errno == 0)
        {
            if (run.Trouble.Succeeded()) events.Trouble(run.Id, run.RotationProblem);
            return true;
        }

        if (run.Trouble.Failed(errno, time))
        {
            events.Trouble(run.Id, $"cannot write log \"{run.LogPath}\": {Marshal.GetPInvokeErrorMessage(errno)}");
        }

        return false;
    }

    // Room that the active file has left under the rotation limit; without limit while rotation is off, or failed lately.
    private int Room(RunOutput run)
    {
        var limit = run.Policy.RotateBytes;
        var isStuck = run.RotationProblem is not null && time.GetElapsedTime(run.RotationFailedAt) < RotationRetry;
        return limit <= 0 || isStuck ? int.MaxValue : (int)Math.Clamp(limit - run.Record.Length, 0, int.MaxValue);
    }

    // Looked at when something is written: a file that nothing is added to needs no successor. After a failure it rests a while.
    private bool IsOld(RunOutput run) =>
        run.Policy.RotateAge > TimeSpan.Zero && run.Record.Length > 0 && time.GetElapsedTime(run.FileBegunAt) >= run.Policy.RotateAge
        && (run.RotationProblem is null || time.GetElapsedTime(run.RotationFailedAt) >= RotationRetry);

    private void Rotate(RunOutput run)
    {
        var record = run.Record;
        var tagger = run.Tagger;
        string? problem = null;
        // The newline that cuts an unfinished line is committed with the rotation or not at all.
        if (tagger.Cut(new Span<byte>(buffers.Output, 1)) == 1)
        {
            var errno = run.Log.WriteAt(record.Length, buffers.Output, 1);
            problem = errno == 0 ? null : Marshal.GetPInvokeErrorMessage(errno);
            hook?.Invoke(PumpPoint.AfterRotationCut);
        }

        (record.Length, record.Tagger) = (0, tagger.Flags);
        problem ??= run.Log.Rotate(record.Segment++, run.Policy, () => run.Slot.Publish(record, isPending: false), hook);
        if (problem is null) (run.Record, run.Tagger) = (record, tagger);
        if (problem is null && run.Policy.Compress) events.Rotated(run.Id, record.Segment);
        if (problem is not null) run.RotationFailedAt = time.GetTimestamp();
        var text = problem is null ? null : $"cannot rotate log \"{run.LogPath}\", so it grows: {problem}";
        if (text == run.RotationProblem) return;
        run.RotationProblem = text;
        events.Trouble(run.Id, text);
    }

    private int Notes(ref StateRecord record, ref LineTagger tagger)
    {
        if (!record.HasDrops) return 0;
        var length = Note("stdout", record.StdoutDroppedBytes, record.StdoutDroppedLines, record.DropReason, ref tagger, 0);
        length = Note("stderr", record.StderrDroppedBytes, record.StderrDroppedLines, record.DropReason, ref tagger, length);
        (record.StdoutDroppedBytes, record.StdoutDroppedLines, record.StderrDroppedBytes, record.StderrDroppedLines) = (0, 0, 0, 0);
        return length;
    }

    private int Note(string stream, long bytes, long lines, int reason, ref LineTagger tagger, int at)
    {
        if (bytes == 0) return at;
        Span<byte> text = stackalloc byte[512];
        // A message of the C library always fits; should one not, the note is cut and still true.
        Utf8.TryWrite(text, CultureInfo.InvariantCulture,
            $"{bytes} bytes ({lines} lines) of {stream} were dropped: {Marshal.GetPInvokeErrorMessage(reason)}", out var length);
        return at + tagger.Note(text[..length], new Span<byte>(buffers.Output + at, buffers.OutputCapacity - at), _stamp.Now());
    }
}
