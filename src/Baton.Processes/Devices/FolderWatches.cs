using System.Runtime.InteropServices;
using Baton.Processes.Native;

namespace Baton.Processes.Devices;

/// <summary>
/// The folders that are watched for the sake of paths, each once, no more than there are paths that need it. A folder that was moved or
/// removed is forgotten with all that lay below it, since their paths now mean something else, and is watched anew by the next look.
/// </summary>
internal sealed class FolderWatches(Epoll epoll, ulong token, int limit) : IDisposable
{
    private const uint OfItself = Libc.IN_DELETE_SELF | Libc.IN_MOVE_SELF;
    private const uint OfNames = OfItself | Libc.IN_CREATE | Libc.IN_DELETE | Libc.IN_MOVED_FROM | Libc.IN_MOVED_TO;
    private const uint Ends = Libc.IN_DELETE_SELF | Libc.IN_MOVE_SELF | Libc.IN_UNMOUNT | Libc.IN_IGNORED;

    private readonly Dictionary<string, FolderWatch> _byPath = new(StringComparer.Ordinal);

    // A folder that is mounted in two places is one folder to the kernel.
    private readonly Dictionary<int, List<FolderWatch>> _byWatch = [];
    private Inotify _inotify = Open(epoll, token);

    /// <summary>Paths whose sight may have changed since they were looked at; whoever looks takes them out.</summary>
    public HashSet<WatchedPath> Stale { get; } = [];

    /// <summary>
    /// Watches the folders of a trail for the path, and no longer those of its earlier one. True when the kernel was asked for something, or
    /// a folder is gone already: what happened before that is told by nobody, so the trail must be read again.
    /// </summary>
    /// <param name="path">Whose sight depends on them.</param>
    /// <param name="trail">What decides where it leads.</param>
    /// <param name="error">errno of a refusal, by which changes of a name will not be told; 0 when they will be.</param>
    public bool Arm(WatchedPath path, LinkTrail trail, out int error)
    {
        var interests = new HashSet<(FolderWatch, string)>();
        var hasAsked = false;
        error = 0;
        foreach (var (folder, name) in trail.Names)
        {
            if (Obtain(folder, OfNames, ref hasAsked, out var refusal) is { } watch) interests.Add((watch, name));
            else error = refusal;
        }

        foreach (var folder in trail.Folders)
        {
            // Moving whole folders is rare: where one cannot be watched for that, the slow look is enough.
            if (Obtain(folder, OfItself, ref hasAsked, out _) is { } watch) interests.Add((watch, ""));
        }

        foreach (var (watch, name) in interests) watch.Add(name, path);
        Release(path, path.Interests.Where(interest => !interests.Contains(interest)));
        path.Interests = interests;
        return hasAsked;
    }

    /// <summary>Nothing is watched for the path any longer.</summary>
    public void Release(WatchedPath path)
    {
        Release(path, path.Interests);
        path.Interests = [];
    }

    /// <summary>Takes the news. False when some were lost: then all paths must be looked at.</summary>
    public bool Read()
    {
        var isComplete = true;
        _inotify.Read((watch, mask, name) =>
        {
            if ((mask & Libc.IN_Q_OVERFLOW) != 0) isComplete = false;
            else if (_byWatch.TryGetValue(watch, out var folders)) Take(folders, mask, name);
        });
        epoll.Arm(_inotify.Descriptor, token);
        if (!isComplete) Restart();
        return isComplete;
    }

    /// <summary>Forgets the folders whose path leads to another one by now, which a mount on top of it does without news.</summary>
    public void Verify()
    {
        if (_inotify.Descriptor < 0) Restart();
        foreach (var folder in _byPath.Values.ToArray())
        {
            var watch = _inotify.Add(folder.Path, folder.Mask, out _);
            if (watch == folder.Watch) continue;
            if (watch >= 0 && !_byWatch.ContainsKey(watch)) _inotify.Remove(watch);
            ForgetTree(folder.Path);
        }
    }

    public void Dispose() => _inotify.Dispose();

    private static Inotify Open(Epoll epoll, ulong token)
    {
        var inotify = new Inotify();
        if (inotify.Descriptor >= 0 && !epoll.Add(inotify.Descriptor, token)) inotify.Refuse(Marshal.GetLastPInvokeError());
        return inotify;
    }

    private void Take(List<FolderWatch> folders, uint mask, ReadOnlySpan<char> name)
    {
        if ((mask & Ends) == 0)
        {
            foreach (var folder in folders) Stale.UnionWith(folder.DependingOn(name));
            return;
        }

        foreach (var folder in folders.ToArray()) ForgetTree(folder.Path);
    }

    private FolderWatch? Obtain(string folder, uint mask, ref bool hasAsked, out int error)
    {
        error = 0;
        var known = _byPath.GetValueOrDefault(folder);
        if (known is not null && (known.Mask & mask) == mask) return known;
        if (known is null && _byPath.Count >= limit)
        {
            error = Libc.Errno.ENOSPC;
            return null;
        }

        var watch = _inotify.Add(folder, mask, out error);
        hasAsked |= watch >= 0 || error is Libc.Errno.ENOENT or Libc.Errno.ENOTDIR;
        if (watch < 0) return null;
        if (known is not null && known.Watch == watch)
        {
            known.Mask |= mask;
            return known;
        }

        // The path leads to another folder by now.
        if (known is not null) ForgetTree(folder);
        return Keep(new FolderWatch(folder, watch, mask));
    }

    private FolderWatch Keep(FolderWatch folder)
    {
        _byPath[folder.Path] = folder;
        if (!_byWatch.TryGetValue(folder.Watch, out var same)) _byWatch.Add(folder.Watch, same = []);
        same.Add(folder);
        return folder;
    }

    private void Release(WatchedPath path, IEnumerable<(FolderWatch Folder, string Name)> interests)
    {
        foreach (var (folder, name) in interests)
        {
            folder.Remove(name, path);
            if (folder.IsFree) Forget(folder);
        }
    }

    private void ForgetTree(string path)
    {
        foreach (var folder in _byPath.Values.Where(folder => folder.Path == path || IsBelow(folder.Path, path)).ToArray())
        {
            Stale.UnionWith(folder.Depending);
            Forget(folder);
        }
    }

    private static bool IsBelow(string path, string folder) =>
        folder == "/" || (path.StartsWith(folder, StringComparison.Ordinal) && path.Length > folder.Length && path[folder.Length] == '/');

    private void Forget(FolderWatch folder)
    {
        if (!_byWatch.TryGetValue(folder.Watch, out var same) || !same.Remove(folder)) return;
        _byPath.Remove(folder.Path);
        if (same.Count > 0) return;
        _byWatch.Remove(folder.Watch);
        _inotify.Remove(folder.Watch);
    }

    /// <summary>Begins anew: among the news that were lost may be that of a folder that moved.</summary>
    private void Restart()
    {
        _inotify.Dispose();
        _byPath.Clear();
        _byWatch.Clear();
        _inotify = Open(epoll, token);
    }
}
