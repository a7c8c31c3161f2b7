using System.Globalization;
using System.Runtime.InteropServices;

namespace Baton.Bench.Report;

/// <summary>Where it was measured.</summary>
internal static class Machine
{
    public static IEnumerable<string> Facts(Bench bench)
    {
        var memory = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (double)(1L << 30);
        yield return string.Create(CultureInfo.InvariantCulture,
            $"- {Field("/proc/cpuinfo", "model name", ':')}, {Environment.ProcessorCount} cores, {memory:0} GiB of memory");
        yield return $"- {Field("/etc/os-release", "PRETTY_NAME", '=').Trim('"')}, Linux {File.ReadAllText("/proc/sys/kernel/osrelease").Trim()}, "
            + $"{RuntimeInformation.FrameworkDescription}; logs on {new DriveInfo(bench.Root).DriveFormat}";
        yield return $"- {string.Join(", ", bench.All.Select(s => $"{s.Name} {s.Version}"))}";
    }

    private static string Field(string file, string name, char separator)
    {
        var line = File.ReadLines(file).FirstOrDefault(l => l.StartsWith(name, StringComparison.Ordinal));
        return line is null ? "unknown" : line[(line.IndexOf(separator, StringComparison.Ordinal) + 1)..].Trim();
    }
}
