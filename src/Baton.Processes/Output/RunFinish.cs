using System.Runtime.InteropServices;

namespace Baton.Processes.Output;

/// <summary>
/// The end of a run's output. What is in the FIFOs when it begins is drained, and no more: a process that leaked out of the tree may
/// hold them open, or write, for ever.
/// </summary>
internal static class RunFinish
{
    /// <summary>How long a run that blocks on a full disk may keep its finish waiting; then the rest is dropped, and told.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Drains and closes; false when the log cannot be written now, and it is to be called again.</summary>
    public static bool TryFinish(RunOutput run, StreamPump streams, OutputPump pump)
    {
        if (run.Remaining is null)
        {
            run.Remaining = (run.Stdout.Available, run.Stderr.Available);
            run.FinishingSince = pump.Time.GetTimestamp();
        }

        if (pump.Time.GetElapsedTime(run.FinishingSince) >= Patience) run.MayDrop = true;
        var (stdout, stderr) = run.Remaining.Value;
        stdout = Drain(run, OutputStream.Stdout, stdout, streams);
        stderr = Drain(run, OutputStream.Stderr, stderr, streams);
        run.Remaining = (stdout, stderr);
        if (stdout + stderr > 0) return false;
        TellLast(run, streams, pump);
        run.Log.CutTail(run.Record.Length);
        pump.Hook?.Invoke(PumpPoint.AfterDrain);
        run.Stdout.Dispose();
        run.Stderr.Dispose();
        pump.Hook?.Invoke(PumpPoint.AfterRetire);
        return true;
    }

    // Returns what could not be moved.
    private static int Drain(RunOutput run, OutputStream stream, int remaining, StreamPump streams)
    {
        while (remaining > 0)
        {
            var (moved, isBlocked) = streams.Pump(run, stream, remaining);
            remaining -= moved;
            if (isBlocked) return remaining;
            if (moved == 0) return 0;
        }

        return 0;
    }

    private static void TellLast(RunOutput run, StreamPump streams, OutputPump pump)
    {
        if (run is { IsEndUnseen: true, WasDeserted: true }) streams.TellLost(run);
        if (!streams.TellDrops(run))
        {
            // The log cannot hold the note, so the event does.
            var record = run.Record;
            var bytes = record.StdoutDroppedBytes + record.StderrDroppedBytes;
            var lines = record.StdoutDroppedLines + record.StderrDroppedLines;
            pump.Events.Trouble(run.Id,
                $"{bytes} bytes ({lines} lines) of its last output were dropped: {Marshal.GetPInvokeErrorMessage(record.DropReason)}");
        }

        var last = run.Record;
        if (run.IsWatched && run.Told != (last.Segment, last.Length)) pump.Events.Grew(run.Id, last.Segment, last.Length);
    }
}
