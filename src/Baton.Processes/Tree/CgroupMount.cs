namespace Baton.Processes.Tree;

/// <summary>Where the cgroup v2 tree is mounted, and where in it we are.</summary>
internal static class CgroupMount
{
    /// <summary>The folder of our own cgroup; null when there is no version 2, or it does not show our place.</summary>
    public static string? OwnFolder() => FolderOf("/proc/self/cgroup");

    /// <summary>The folder that a process's <c>cgroup</c> file tells of; null as for <see cref="OwnFolder"/>.</summary>
    public static string? FolderOf(string cgroupFile)
    {
        if (!File.Exists(cgroupFile)) return null;
        var line = File.ReadLines(cgroupFile).FirstOrDefault(line => line.StartsWith("0::/", StringComparison.Ordinal));
        if (line is null) return null;
        foreach (var mount in File.ReadLines("/proc/self/mountinfo"))
        {
            if (FolderIn(mount, line[3..]) is { } folder && Directory.Exists(folder)) return folder;
        }

        return null;
    }

    /// <summary>Our folder under one line of mountinfo; null when that is no cgroup2 mount or shows another part of the tree.</summary>
    public static string? FolderIn(string mount, string own)
    {
        var halves = mount.Split(" - ", 2);
        if (halves.Length != 2 || !halves[1].StartsWith("cgroup2 ", StringComparison.Ordinal)) return null;
        var fields = halves[0].Split(' ');
        if (fields.Length < 5) return null;
        // A container may see only a part of the tree: field 4 says which, as a path like ours.
        var root = fields[3] == "/" ? "" : fields[3];
        if (own != root && !own.StartsWith(root + "/", StringComparison.Ordinal)) return null;
        return Path.Combine(Unescape(fields[4]), own[root.Length..].TrimStart('/'));
    }

    private static string Unescape(string path) =>
        path.Replace("\\040", " ", StringComparison.Ordinal).Replace("\\011", "\t", StringComparison.Ordinal).Replace("\\134", "\\", StringComparison.Ordinal);
}
