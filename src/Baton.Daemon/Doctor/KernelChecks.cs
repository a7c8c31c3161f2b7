using Baton.Contracts;
using Baton.Processes;

namespace Baton.Daemon.Doctor;

/// <summary>What the kernel offers for looking after processes.</summary>
internal static class KernelChecks
{
    private static readonly string[] Controllers = ["memory", "cpu", "pids"];

    public static IEnumerable<FindingRecord> All()
    {
        yield return MachineFeatures.HasProcessDescriptors
            ? FindingRecord.Ok("pidfd", $"processes can be watched by descriptors (Linux {MachineFeatures.KernelVersion})")
            : FindingRecord.Problem("pidfd", $"processes cannot be watched by descriptors (Linux {MachineFeatures.KernelVersion}): Baton cannot run services", "use Linux 5.10 or newer; in a container, let its seccomp profile allow pidfd_open");
        yield return MachineFeatures.KeepsExitCodes
            ? FindingRecord.Ok("exit codes", "the kernel keeps the exit codes of adopted processes")
            : FindingRecord.Warning("exit codes", "the kernel does not keep exit codes of processes that others reap: when the guardian itself was killed, the code of a service that ends afterwards is not known", "use Linux 6.15 or newer, if that matters");
        yield return MachineFeatures.ListsChildren
            ? FindingRecord.Ok("children", "the kernel lists the children of processes")
            : FindingRecord.Warning("children", "the kernel does not list the children of processes: what leaves its parents is found more slowly", "a kernel with CONFIG_PROC_CHILDREN");
        yield return Cgroups();
    }

    private static FindingRecord Cgroups()
    {
        const string meaning = "trees are ended process by process, and \"limits\" hold by rlimits only";
        if (MachineFeatures.CgroupFolder is not { } folder) return FindingRecord.Warning("cgroup", $"there is no cgroup v2: {meaning}", "boot with cgroup v2 (systemd.unified_cgroup_hierarchy=1); in a container, mount /sys/fs/cgroup");
        if (!MachineFeatures.MayWrite(folder)) return FindingRecord.Warning("cgroup", $"\"{folder}\" cannot be written: {meaning}", "run Baton by systemd with Delegate=yes (baton install), or as root");
        var controllers = File.ReadAllText(Path.Combine(folder, "cgroup.controllers")).Split(' ', '\n').Where(Controllers.Contains).ToList();
        var missing = Controllers.Except(controllers).ToList();
        return missing.Count == 0
            ? FindingRecord.Ok("cgroup", $"\"{folder}\" can be written, with memory, cpu and pids")
            : FindingRecord.Warning("cgroup", $"\"{folder}\" can be written, but has no controller {string.Join(", ", missing)}: limits of these hold by rlimits only, or not at all", "let the one who owns the cgroup above write \"+memory +cpu +pids\" into its cgroup.subtree_control; systemd does with Delegate=yes");
    }
}
