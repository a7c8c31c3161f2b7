using System.Diagnostics;
using Baton.Processes;
using Baton.Processes.Output;
using Baton.Processes.Output.Compression;

namespace Baton.PumpProcess;

/// <summary>
/// Recovers what the state page names, or opens one run, and says <c>ready STDOUT-FIFO STDERR-FIFO</c>. Of its input it understands
/// <c>finish</c> (drains, says <c>drained</c>, ends), <c>memory</c> (says its resident peak in KiB), <c>look</c> (for closed files to
/// compress), <c>counts</c> (says bytes and lines of stdout that are in the log, and that were dropped), and its end (ends, leaves all). It says
/// <c>trouble TEXT</c> and <c>well</c> as they come, and <c>plain TEXT</c> when files stay plain.
/// </summary>
internal sealed class PumpHost : IOutputEvents
{
    private readonly TaskCompletionSource _drained = new();
    private OpenLogs? _open;
    private Action<string>? _look;

    public static async Task<int> RunAsync(string state, string service, PumpArguments arguments)
    {
        var host = new PumpHost();
        var visits = 0;
        using var self = Process.GetCurrentProcess();
        Action<PumpPoint>? hook = arguments.CrashAt is null ? null : point =>
        {
            if (point == arguments.CrashAt && ++visits == arguments.CrashAfter) self.Kill();
        };
        var run = Directory.CreateDirectory(Path.Combine(state, "run")).FullName;
        using var page = StatePage.Open(Path.Combine(run, "output"));
        var logs = Path.Combine(state, "logs");
        host._open = new OpenLogs(page.InUse());
        using var compression = new CompressionDesk(logs, host._open.ClosedFiles, (_, problem) => Say($"plain {problem}"), point =>
        {
            if (point == arguments.DieAt) self.Kill();
        });
        host._look = compression.Look;
        await using var pump = new OutputPump(TimeProvider.System, page, host, hook);
        if (page.InUse().Count == 0) host._open.Add(new RunId(service, 1), arguments.Policy);
        var output = page.InUse() is [var entry]
            ? pump.Recover(entry.ToSpec(run, logs))
            : pump.Open(new RunOutputSpec(new RunId(service, 1), TimeProvider.System.GetUtcNow(), run, logs, arguments.Policy, 3));
        _ = pump.Failed.ContinueWith(failed => Environment.FailFast("the pump failed", failed.Exception), TaskScheduler.Default);
        Say($"ready {output.StdoutFifo} {output.StderrFifo}");
        while (await Console.In.ReadLineAsync() is { } word)
        {
            if (word == "memory") Say($"memory {PeakKib()}");
            if (word == "look") compression.Look(service);
            if (word == "counts" && output.Counts.Read(service).Stdout is var stdout) Say($"counts {stdout.Bytes} {stdout.Lines} {stdout.DroppedBytes} {stdout.DroppedLines}");
            if (word != "finish") continue;
            pump.Finish(output);
            await host._drained.Task;
            Say("drained");
            return 0;
        }

        return 0;
    }

    public void Grew(RunId id, int segment, long length)
    {
    }

    public void Trouble(RunId id, string? problem) => Say(problem is null ? "well" : $"trouble {problem}");

    public void Rotated(RunId id, int segment)
    {
        _open!.Rotated(id, segment);
        _look!(id.Service);
    }

    public void Drained(RunId id)
    {
        _open!.Remove(id);
        _drained.SetResult();
    }

    private static string PeakKib()
    {
        var line = File.ReadLines("/proc/self/status").First(l => l.StartsWith("VmHWM:", StringComparison.Ordinal));
        return line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1];
    }

    private static void Say(string text)
    {
        lock (Console.Out) Console.WriteLine(text);
        Console.Out.Flush();
    }
}
