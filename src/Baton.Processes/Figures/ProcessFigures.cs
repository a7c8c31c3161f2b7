using System.Globalization;
using Baton.Processes.Tree;

namespace Baton.Processes.Figures;

/// <summary>What one process takes, as the kernel tells it now.</summary>
/// <param name="ResidentBytes">Resident memory, shared pages counted.</param>
/// <param name="Cpu">Processor time since it began.</param>
/// <param name="OpenFiles">Descriptors that are open; null where another user's are not to be seen.</param>
public sealed record ProcessFigures(long ResidentBytes, TimeSpan Cpu, int? OpenFiles)
{
    /// <summary>Of a process; null when it is gone.</summary>
    /// <param name="pid">Which.</param>
    public static ProcessFigures? Of(int pid)
    {
        var folder = string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}");
        try
        {
            if (!ProcessEntry.TryParse(File.ReadAllBytes($"{folder}/stat"), out var entry)) return null;
            // User-space ticks are 100 a second on every Linux that .NET runs on.
            return new ProcessFigures(entry.ResidentPages * Environment.SystemPageSize, TimeSpan.FromMilliseconds(entry.CpuTicks * 10), FilesOf(folder));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static int? FilesOf(string folder)
    {
        try
        {
            return Directory.EnumerateFileSystemEntries($"{folder}/fd").Count();
        }
        catch (UnauthorizedAccessException)
        {
            return null;
        }
    }
}
