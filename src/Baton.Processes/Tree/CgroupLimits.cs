using System.Globalization;

namespace Baton.Processes.Tree;

/// <summary>Limits of a tree, written into the files of its cgroup (version 2).</summary>
internal static class CgroupLimits
{
    // The kernel's own period for shares of a processor.
    private const long PeriodMicroseconds = 100_000;

    /// <summary>Lets the cgroups below a folder have the controllers that there are; what cannot be had shows in <see cref="Apply"/>.</summary>
    public static void Enable(string folder)
    {
        foreach (var controller in new[] { "memory", "cpu", "pids" }) _ = TryWrite(Path.Combine(folder, "cgroup.subtree_control"), $"+{controller}");
    }

    /// <summary>Writes all limits; one that is not there is none.</summary>
    /// <returns>What could not be limited, by the names of the controllers; empty when all is well.</returns>
    public static IReadOnlyList<string> Apply(string folder, ResourceLimits limits)
    {
        var missing = new List<string>();
        Set("memory", "memory.max", limits.Memory is { } bytes ? Number(bytes) : null);
        // What is killed is the tree, not one process of it, so that nothing goes on by halves.
        if (limits.Memory is not null) _ = TryWrite(Path.Combine(folder, "memory.oom.group"), "1");
        Set("cpu", "cpu.max", limits.Cpu is { } share ? $"{Number((long)(share * PeriodMicroseconds))} {Number(PeriodMicroseconds)}" : null);
        Set("pids", "pids.max", limits.Pids is { } pids ? Number(pids) : null);
        return missing;

        void Set(string controller, string file, string? value)
        {
            if (!TryWrite(Path.Combine(folder, file), value ?? "max") && value is not null) missing.Add(controller);
        }
    }

    /// <summary>How often the kernel has killed in a cgroup for want of memory; null when it does not say.</summary>
    public static long? OutOfMemoryKills(string folder)
    {
        try
        {
            var line = File.ReadLines(Path.Combine(folder, "memory.events")).FirstOrDefault(line => line.StartsWith("oom_kill ", StringComparison.Ordinal));
            return line is not null && long.TryParse(line.AsSpan("oom_kill ".Length), NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? count : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static bool TryWrite(string path, string text)
    {
        try
        {
            // A file that is not there is a controller that is not: it must not be made where the folder is no cgroup.
            using var file = new FileStream(path, new FileStreamOptions { Mode = FileMode.Open, Access = FileAccess.Write, BufferSize = 0 });
            file.Write(System.Text.Encoding.ASCII.GetBytes(text));
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
