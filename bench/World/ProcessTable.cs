using System.Globalization;

namespace Baton.Bench.World;

/// <summary>Finds the processes of this bench in <c>/proc</c>: they carry its mark in their environment.</summary>
internal static class ProcessTable
{
    private const string Variable = "BATON_BENCH_MARK";

    /// <summary>Environment variable that everything started for <paramref name="arena"/> inherits.</summary>
    public static KeyValuePair<string, string> MarkOf(string arena) => new(Variable, arena);

    public static List<int> Marked(string arena)
    {
        var mark = System.Text.Encoding.UTF8.GetBytes($"{Variable}={arena}\0");
        var found = new List<int>();
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(folder.AsSpan()), NumberStyles.None, CultureInfo.InvariantCulture, out var pid)) continue;
            if (pid != Environment.ProcessId && Read(pid, "environ").AsSpan().IndexOf(mark) >= 0) found.Add(pid);
        }

        return found;
    }

    /// <summary>The marked processes that are not services: the supervisor, whatever it consists of.</summary>
    public static List<int> Supervisors(string arena, string beacon) =>
        [.. Marked(arena).Where(pid => ProgramOf(pid) != beacon)];

    /// <summary>A line of <c>/proc/PID/status</c> or <c>smaps_rollup</c> that counts kB; 0 when the process is gone.</summary>
    public static double Mebibytes(int pid, string file, string name)
    {
        foreach (var line in System.Text.Encoding.ASCII.GetString(Read(pid, file)).Split('\n'))
        {
            if (!line.StartsWith(name + ":", StringComparison.Ordinal)) continue;
            return long.Parse(line.AsSpan(name.Length + 1).Trim().TrimEnd("kB").Trim(), CultureInfo.InvariantCulture) / 1024.0;
        }

        return 0;
    }

    private static string? ProgramOf(int pid)
    {
        try
        {
            return File.ResolveLinkTarget($"/proc/{pid}/exe", returnFinalTarget: false)?.FullName;
        }
        catch (IOException)
        {
            return null; // It has just ended.
        }
    }

    private static byte[] Read(int pid, string file)
    {
        try
        {
            return File.ReadAllBytes($"/proc/{pid}/{file}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return []; // It has just ended, or is not ours.
        }
    }
}
