using System.Globalization;
using System.Runtime.InteropServices;

namespace Baton.TestKit;

/// <summary>What the kernel says about processes that a test knows by pid.</summary>
public static partial class ProcessTable
{
    /// <summary>The process is there and no zombie.</summary>
    public static bool IsAlive(int pid) => Field(pid, 0) is not (null or "Z" or "X");

    /// <summary>Its parent; 0 when it is gone.</summary>
    public static int ParentOf(int pid) => Number(pid, 1);

    /// <summary>Its process group; 0 when it is gone.</summary>
    public static int GroupOf(int pid) => Number(pid, 2);

    /// <summary>Its session; 0 when it is gone.</summary>
    public static int SessionOf(int pid) => Number(pid, 3);

    /// <summary>The processes, dead ones that nobody reaped too, whose parent it is.</summary>
    public static IReadOnlyList<int> ChildrenOf(int pid) =>
        [.. All().Where(child => ParentOf(child) == pid)];

    /// <summary>The processes that work in a folder.</summary>
    public static IReadOnlyList<int> In(string folder) => [.. All().Where(pid => WorkingFolderOf(pid) == folder)];

    /// <summary>Its words, separated by zeros; empty when it is gone.</summary>
    public static string CommandLineOf(int pid)
    {
        try
        {
            return File.ReadAllText($"/proc/{pid}/cmdline");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    private static IEnumerable<int> All() => Directory.GetDirectories("/proc").Select(Path.GetFileName).Where(name => int.TryParse(name, out _)).Select(name => int.Parse(name!, CultureInfo.InvariantCulture));

    private static string? WorkingFolderOf(int pid)
    {
        try
        {
            return new FileInfo($"/proc/{pid}/cwd").LinkTarget;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null; // It is gone, or another's.
        }
    }

    /// <summary>Sends a signal to one process; one that is gone is no failure.</summary>
    public static void Signal(int pid, int signal) => _ = Kill(pid, signal);

    /// <summary>Living processes whose environment holds a text, such as the mark of a state directory or a folder's name.</summary>
    public static IReadOnlyList<int> WithEnvironment(string text)
    {
        var found = new List<int>();
        foreach (var folder in Directory.GetDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out var pid)) continue;
            try
            {
                if (File.ReadAllText($"{folder}/environ").Contains(text, StringComparison.Ordinal) && IsAlive(pid)) found.Add(pid);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // It ended meanwhile, or is another user's.
            }
        }

        return found;
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int pid, int signal);

    private static int Number(int pid, int index) => int.Parse(Field(pid, index) ?? "0", CultureInfo.InvariantCulture);

    private static string? Field(int pid, int index)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{pid}/stat");
            return stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[index];
        }
        catch (IOException)
        {
            // It ended: before the open, or between open and read.
            return null;
        }
    }
}
