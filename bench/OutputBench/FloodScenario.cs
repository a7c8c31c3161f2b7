using System.Diagnostics;
using Baton.Processes;
using Baton.Processes.Output;

namespace Baton.OutputBench;

/// <summary>1 GiB of 100-byte lines from one writer into its tagged log, beside <c>cat</c>, which does not tag, through a FIFO of 1 MiB too.</summary>
internal static class FloodScenario
{
    private const long Bytes = 1L << 30;
    private const int LineLength = 100, PrefixLength = 34;

    public static async Task RunAsync(string folder, int rounds)
    {
        var cpu = new List<double>();
        var pump = new List<double>();
        var cat = new List<double>();
        for (var round = 0; round < rounds; round++)
        {
            cat.Add(await CatAsync(folder));
            var before = Environment.CpuUsage.TotalTime;
            pump.Add(await PumpAsync(folder));
            cpu.Add((Environment.CpuUsage.TotalTime - before).TotalMilliseconds);
        }

        Console.WriteLine($"flood, 1 GiB of {LineLength}-byte lines, MiB/s, median of {rounds} (all): "
            + $"pump {Figures.Show(pump)}; cat, untagged {Figures.Show(cat)}; pump's own processor time, ms {Figures.Show(cpu)}");
    }

    private static async Task<double> PumpAsync(string folder)
    {
        var run = Directory.CreateDirectory(Path.Combine(folder, "run")).FullName;
        var events = new DrainedOnly();
        using var page = StatePage.Open(Path.Combine(run, "output"));
        await using var pump = new OutputPump(TimeProvider.System, page, events);
        var output = pump.Open(new RunOutputSpec(new RunId("flood", 1), TimeProvider.System.GetUtcNow(), run, Path.Combine(folder, "logs"),
            new LogPolicy(0, 1, FullDiskPolicy.Drop), 0));
        using var hold = new FileStream(output.StdoutFifo, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite, 0);
        var began = Stopwatch.GetTimestamp();
        await ShellAsync($"yes '{new string('x', LineLength - 1)}' 2>&- | head -c {Bytes} 1<>'{output.StdoutFifo}'");
        pump.Finish(output);
        await events.Drained;
        var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        // Lines are whole but for the last, which the byte count cuts.
        var expected = Bytes + (((Bytes + LineLength - 1) / LineLength) * PrefixLength);
        var length = new FileInfo(output.LogPath).Length;
        if (length != expected) throw new InvalidOperationException($"the log has {length} bytes, not {expected}");
        File.Delete(output.LogPath);
        return Bytes / 1048576.0 / seconds;
    }

    private static async Task<double> CatAsync(string folder)
    {
        var to = Path.Combine(folder, "cat.log");
        var began = Stopwatch.GetTimestamp();
        await ShellAsync($"yes '{new string('x', LineLength - 1)}' 2>&- | head -c {Bytes} | cat > '{to}'");
        var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        File.Delete(to);
        return Bytes / 1048576.0 / seconds;
    }

    private static async Task ShellAsync(string command)
    {
        using var shell = Process.Start("/bin/sh", ["-c", command]);
        await shell.WaitForExitAsync();
    }
}
