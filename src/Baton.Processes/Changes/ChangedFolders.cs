using System.Globalization;
using Baton.Processes.Native;

namespace Baton.Processes.Changes;

/// <summary>The folders of one watch. One thread uses it.</summary>
internal sealed class ChangedFolders : IDisposable
{
    private const uint Created = 0x100, Deleted = 0x200, MovedFrom = 0x40, MovedTo = 0x80, Written = 0x8, IsFolder = 0x4000_0000, Overflow = 0x4000, Ended = 0x8000;
    private const uint Wanted = Created | Deleted | MovedFrom | MovedTo | Written;

    private readonly Inotify _inotify = new();
    private readonly Dictionary<int, string> _folders = [];
    private readonly WatchedFiles _files;
    private readonly Action<string> _changed;
    private readonly Action<string> _trouble;
    private bool _hasTrouble;

    public ChangedFolders(WatchedFiles files, Action<string> changed, Action<string> trouble)
    {
        (_files, _changed, _trouble) = (files, changed, trouble);
        foreach (var folder in files.Folders())
        {
            if (!TryAdd(folder)) break;
        }
    }

    public int Descriptor => _inotify.Descriptor;

    public void Read()
    {
        if (Descriptor >= 0) _inotify.Read(Take);
    }

    public void Dispose() => _inotify.Dispose();

    private void Take(int watch, uint mask, ReadOnlySpan<char> name)
    {
        if ((mask & Overflow) != 0)
        {
            _changed("more files than the kernel told of");
            return;
        }

        if (!_folders.TryGetValue(watch, out var folder)) return;
        if ((mask & Ended) != 0)
        {
            _folders.Remove(watch);
            return;
        }

        if (name.IsEmpty) return;
        var path = folder.Length == 0 ? name.ToString() : $"{folder}/{name}";
        if ((mask & IsFolder) == 0)
        {
            if (_files.IsMeant(path)) _changed(path);
        }
        else if ((mask & (Created | MovedTo)) != 0 && !_files.IsIgnored(path) && _files.Reaches(path))
        {
            Discover(path);
        }
    }

    /// <summary>A folder is new: what lies in it by now was not told of.</summary>
    private void Discover(string from)
    {
        foreach (var folder in _files.Folders(from))
        {
            if (!TryAdd(folder)) return;
            foreach (var file in _files.FilesIn(folder).Where(_files.IsMeant)) _changed(file);
        }
    }

    private bool TryAdd(string folder)
    {
        var error = 0;
        var isFull = _folders.Count >= WatchedFiles.MostFolders;
        var watch = isFull ? -1 : _inotify.Add(Path.Combine(_files.Base, folder), Wanted, out error);
        if (watch >= 0)
        {
            _folders[watch] = folder;
            return true;
        }

        // Gone again, or not for us: then there is nothing to see in it.
        if (!isFull && error is not (Libc.Errno.ENOSPC or Libc.Errno.EMFILE or Libc.Errno.ENOMEM)) return true;
        if (_hasTrouble) return false;
        _hasTrouble = true;
        _trouble(string.Create(CultureInfo.InvariantCulture, $"only {_folders.Count} folders are watched, up to \"{folder}\": {(isFull ? "there may be no more; name fewer, or leave some out by watch.ignore" : Reason(error))}"));
        return false;
    }

    private static string Reason(int error) => error == Libc.Errno.ENOSPC
        ? "the system gives no more watches; raise fs.inotify.max_user_watches, or leave some out by watch.ignore"
        : error == Libc.Errno.EMFILE ? "the system gives no more inotify instances; raise fs.inotify.max_user_instances" : "the system has no memory for more";
}
