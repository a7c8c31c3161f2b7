using System.Globalization;

namespace Baton.TestKit;

/// <summary>What the kernel says about processes that a test knows by pid.</summary>
public static class ProcessTable
{
    /// <summary>The process is there and no zombie.</summary>
    public static bool IsAlive(int pid) => Field(pid, 0) is not (null or "Z" or "X");

    /// <summary>Its parent; 0 when it is gone.</summary>
    public static int ParentOf(int pid) => Number(pid, 1);

    /// <summary>Its process group; 0 when it is gone.</summary>
    public static int GroupOf(int pid) => Number(pid, 2);

    /// <summary>Its session; 0 when it is gone.</summary>
    public static int SessionOf(int pid) => Number(pid, 3);

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
