using Baton.Processes.Tree;

namespace Baton.Processes;

/// <summary>
/// Which limits of whole trees cannot be held where this process runs, found out by looking, which changes nothing. What is not in it may still fail:
/// that is told by the first run that it is set for.
/// </summary>
/// <param name="Missing">Of <c>memory</c>, <c>cpu</c> and <c>pids</c>, those that cannot; empty when nothing speaks against any.</param>
/// <param name="Reason">Why not, as the end of a sentence; empty when nothing is missing.</param>
/// <param name="Mend">What to do about it, as a sentence without its full stop.</param>
public sealed record ControllerReach(IReadOnlyList<string> Missing, string Reason, string Mend)
{
    private const string Delegate = "let systemd run Baton (baton install), or let the one who owns the cgroup above write \"+memory +cpu +pids\" into its cgroup.subtree_control";

    private static readonly string[] Controllers = ["memory", "cpu", "pids"];

    /// <summary>Nothing is missing.</summary>
    public static ControllerReach Whole { get; } = new([], "", "");

    /// <summary>Looks.</summary>
    /// <param name="useCgroups">False: Baton was told not to use them.</param>
    public static ControllerReach Look(bool useCgroups) => useCgroups
        ? LookIn(CgroupMount.OwnFolder(), MachineFeatures.MayWrite)
        : new ControllerReach(Controllers, "BATON_CGROUPS is off", "take BATON_CGROUPS out of the environment");

    /// <summary>A host's sentence is about such a limit.</summary>
    public static bool IsToldBy(string sentence) => sentence.StartsWith("limits.", StringComparison.Ordinal);

    /// <summary>The same of a folder.</summary>
    /// <param name="folder">Our cgroup; null when there is none of version 2.</param>
    /// <param name="mayWrite">We may write there.</param>
    internal static ControllerReach LookIn(string? folder, Func<string, bool> mayWrite)
    {
        if (folder is null) return new ControllerReach(Controllers, "there is no cgroup v2", "boot with cgroup v2 (systemd.unified_cgroup_hierarchy=1); in a container, mount /sys/fs/cgroup");
        if (!mayWrite(folder)) return new ControllerReach(Controllers, $"Baton may not write its cgroup \"{folder}\"", Delegate);
        var here = WordsOf(folder, "cgroup.controllers");
        var absent = Controllers.Except(here).ToList();
        if (absent.Count > 0) return new ControllerReach(absent, $"Baton's cgroup \"{folder}\" has no such controller", Delegate);
        // Below the root of all, the kernel shares memory out among cgroups only where no process is beside them, as we are.
        var isRoot = !File.Exists(Path.Combine(folder, "cgroup.type"));
        if (isRoot || WordsOf(folder, "cgroup.subtree_control").Contains("memory")) return Whole;
        return new ControllerReach(["memory"], $"Baton's cgroup \"{folder}\" has processes of its own, and the kernel does not let it hand memory on then",
            "let systemd put Baton into a cgroup below that of its unit (DelegateSubgroup=, systemd 254), or use memory_restart");
    }

    private static string[] WordsOf(string folder, string file)
    {
        try
        {
            return File.ReadAllText(Path.Combine(folder, file)).Split(' ', '\n');
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return []; // as one that has none
        }
    }
}
