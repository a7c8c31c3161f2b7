namespace Baton.Processes.Devices;

/// <summary>One watched folder, and whose sight depends on it.</summary>
/// <param name="path">Its real path.</param>
/// <param name="watch">The kernel's number.</param>
/// <param name="mask">What the kernel tells of it.</param>
internal sealed class FolderWatch(string path, int watch, uint mask)
{
    private readonly Dictionary<string, HashSet<WatchedPath>> _byName = new(StringComparer.Ordinal);

    public string Path => path;

    public int Watch => watch;

    /// <summary>What the kernel tells of it; grows when somebody needs more.</summary>
    public uint Mask { get; set; } = mask;

    /// <summary>Paths that depend on a name in it, or (the empty name) on the folder itself.</summary>
    public IReadOnlyCollection<WatchedPath> DependingOn(ReadOnlySpan<char> name) =>
        _byName.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(name, out var paths) ? paths : [];

    /// <summary>Paths that depend on anything in it.</summary>
    public IEnumerable<WatchedPath> Depending => _byName.Values.SelectMany(paths => paths);

    /// <summary>Nobody depends on it any more.</summary>
    public bool IsFree => _byName.Count == 0;

    public void Add(string name, WatchedPath dependent)
    {
        if (!_byName.TryGetValue(name, out var paths)) _byName.Add(name, paths = []);
        paths.Add(dependent);
    }

    public void Remove(string name, WatchedPath dependent)
    {
        if (!_byName.TryGetValue(name, out var paths)) return;
        paths.Remove(dependent);
        if (paths.Count == 0) _byName.Remove(name);
    }
}
