using System.Globalization;
using Baton.Processes.Figures;
using Baton.Processes.Native;
using Baton.Processes.Tree;

namespace Baton.Processes;

/// <summary>What this machine offers for looking after processes, found out by trying and by looking, which changes nothing.</summary>
public static class MachineFeatures
{
    private const int W_OK = 2;

    private static readonly string[] ToolFolders = ["/usr/bin", "/bin", "/usr/sbin", "/sbin", "/usr/local/bin"];

    /// <summary>Processes can be watched by descriptors (Linux 5.3).</summary>
    public static bool HasProcessDescriptors
    {
        get
        {
            var descriptor = Libc.PidfdOpen(Environment.ProcessId);
            if (descriptor < 0) return false;
            _ = Libc.close(descriptor);
            return true;
        }
    }

    /// <summary>The kernel keeps exit codes of processes that others reap (Linux 6.15).</summary>
    public static bool KeepsExitCodes => KernelVersion is { } version && version >= new Version(6, 15);

    /// <summary>The kernel lists the children of a process.</summary>
    public static bool ListsChildren => File.Exists("/proc/self/task/self/children") || File.Exists(string.Create(CultureInfo.InvariantCulture, $"/proc/self/task/{Environment.ProcessId}/children"));

    /// <summary>Number of the kernel; null when it is not one.</summary>
    public static Version? KernelVersion
    {
        get
        {
            var text = File.ReadAllText("/proc/sys/kernel/osrelease");
            var numbers = text.Split('.', '-', '+', '\n');
            return numbers.Length > 1 && int.TryParse(numbers[0], NumberStyles.None, CultureInfo.InvariantCulture, out var major) && int.TryParse(numbers[1], NumberStyles.None, CultureInfo.InvariantCulture, out var minor)
                ? new Version(major, minor) : null;
        }
    }

    /// <summary>The folder of our own cgroup of version 2; null when there is none.</summary>
    public static string? CgroupFolder => CgroupMount.OwnFolder();

    /// <summary>We may write there.</summary>
    public static bool MayWrite(string path) => Libc.access(path, W_OK) == 0;

    /// <summary>Soft and hard limit on open files with which Baton was started; the greatest value means none.</summary>
    public static unsafe (ulong Soft, ulong Hard) OpenFiles
    {
        get
        {
            Libc.Limit limit;
            var hard = Libc.prlimit64(0, Libc.RLIMIT_NOFILE, null, &limit) == 0 ? limit.Hard : ulong.MaxValue;
            return (Spawning.InheritedLimit.Find(Environment.GetEnvironmentVariable), hard);
        }
    }

    /// <summary>User that listens on a TCP port of this machine; null when nobody does.</summary>
    public static int? ListenerOn(int port)
    {
        var ports = new ListeningPorts();
        ports.Refresh([port]);
        return ports.OwnerOf(port);
    }

    /// <summary>Path of one of the system's own programs; null when it is not there.</summary>
    public static string? FindTool(string name) =>
        ToolFolders.Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);
}
