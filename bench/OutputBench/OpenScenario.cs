using System.Diagnostics;
using Baton.Processes;
using Baton.Processes.Output;

namespace Baton.OutputBench;

/// <summary>What opening a run's output adds to a restart: FIFOs, log file, slot.</summary>
internal static class OpenScenario
{
    private const int Runs = 200;

    public static async Task RunAsync(string folder, int rounds)
    {
        var run = Directory.CreateDirectory(Path.Combine(folder, "run")).FullName;
        var microseconds = new List<double>();
        using var page = StatePage.Open(Path.Combine(run, "output"));
        await using var pump = new OutputPump(TimeProvider.System, page, new DrainedOnly());
        for (var i = 1; i <= Runs * rounds; i++)
        {
            var spec = new RunOutputSpec(new RunId("open", i), TimeProvider.System.GetUtcNow(), run, Path.Combine(folder, "logs"), LogPolicy.Default, i);
            var began = Stopwatch.GetTimestamp();
            var output = pump.Open(spec);
            microseconds.Add(Stopwatch.GetElapsedTime(began).TotalMicroseconds);
            pump.Finish(output);
        }

        microseconds.Sort();
        Console.WriteLine($"open a run's output, µs: p50 {microseconds[microseconds.Count / 2]:F0}, p99 {microseconds[microseconds.Count * 99 / 100]:F0}");
    }
}
