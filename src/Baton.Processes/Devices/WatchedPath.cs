namespace Baton.Processes.Devices;

/// <summary>One path that is watched, for all who asked for it. The watching thread's own.</summary>
internal sealed class WatchedPath(string path)
{
    public string Path => path;

    /// <summary>What was behind it at the last look; null when nothing was.</summary>
    public string? Identity { get; set; }

    /// <summary>Who is told.</summary>
    public HashSet<DeviceSubscription> Subscriptions { get; } = [];

    /// <summary>The folders, and names in them, that it depends on and that are watched; the empty name is the folder itself.</summary>
    public HashSet<(FolderWatch Folder, string Name)> Interests { get; set; } = [];

    /// <summary>It was said that changes behind it are seen late.</summary>
    public bool IsLatenessSaid { get; set; }
}
