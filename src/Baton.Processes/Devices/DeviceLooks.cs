using System.Runtime.InteropServices;
using Baton.Processes.Native;

namespace Baton.Processes.Devices;

/// <summary>
/// Looks at paths when the kernel tells that their way changed, and in any case now and then. Belongs to the watching thread, which
/// gives it turns.
/// </summary>
internal sealed class DeviceLooks(Epoll epoll, ulong token, DeviceWatchOptions options, TimeProvider time, Action<string> late) : IDisposable
{
    // A way that changes under every look is not followed without end.
    private const int RoundLimit = 8;

    private readonly FolderWatches _folders = new(epoll, token, options.FolderLimit);
    private readonly Dictionary<string, WatchedPath> _paths = new(StringComparer.Ordinal);
    private readonly HashSet<WatchedPath> _lookedAtOften = [];
    private readonly HashSet<DeviceSubscription> _toTell = [];
    private long _lookedAtAll = time.GetTimestamp();
    private long _lookedOften = time.GetTimestamp();
    private bool _isLimitSaid;

    /// <summary>Time until a look is due without news; null when there is nothing to look at.</summary>
    public TimeSpan? Due
    {
        get
        {
            if (_paths.Count == 0) return null;
            var all = options.SlowLook - time.GetElapsedTime(_lookedAtAll);
            var often = options.OftenLook - time.GetElapsedTime(_lookedOften);
            return _lookedAtOften.Count > 0 && often < all ? often : all;
        }
    }

    public void Add(DeviceSubscription subscription)
    {
        // Time stood still while nobody watched.
        if (_paths.Count == 0) _lookedAtAll = _lookedOften = time.GetTimestamp();
        var watched = new List<WatchedPath>(subscription.Paths.Count);
        foreach (var name in subscription.Paths)
        {
            var isNew = !_paths.TryGetValue(name, out var path);
            if (isNew) _paths.Add(name, path = new WatchedPath(name));
            path!.Subscriptions.Add(subscription);
            watched.Add(path);
            if (isNew) LookAt(path);
        }

        subscription.Watched = watched;
        _toTell.Add(subscription);
    }

    public void Remove(DeviceSubscription subscription)
    {
        _toTell.Remove(subscription);
        foreach (var path in subscription.Watched)
        {
            path.Subscriptions.Remove(subscription);
            if (path.Subscriptions.Count > 0) continue;
            _paths.Remove(path.Path);
            _lookedAtOften.Remove(path);
            _folders.Release(path);
            _folders.Stale.Remove(path);
        }
    }

    /// <summary>Takes the kernel's news.</summary>
    public void Read()
    {
        if (!_folders.Read()) _folders.Stale.UnionWith(_paths.Values);
    }

    /// <summary>Looks at what may have changed and at what is due, and tells. True when there is more to look at already.</summary>
    public bool Turn()
    {
        if (Due <= TimeSpan.Zero) AddDue();
        var stale = _folders.Stale.ToArray();
        _folders.Stale.Clear();
        foreach (var path in stale) LookAt(path);
        foreach (var subscription in _toTell) subscription.Tell();
        _toTell.Clear();
        return _folders.Stale.Count > 0;
    }

    public void Dispose() => _folders.Dispose();

    private void AddDue()
    {
        _lookedOften = time.GetTimestamp();
        _folders.Stale.UnionWith(_lookedAtOften);
        if (time.GetElapsedTime(_lookedAtAll) < options.SlowLook) return;
        _lookedAtAll = _lookedOften;
        _folders.Verify();
        _folders.Stale.UnionWith(_paths.Values);
    }

    private void LookAt(WatchedPath path)
    {
        LinkTrail trail;
        int error;
        var rounds = 0;
        bool isUnsure;
        do
        {
            trail = LinkTrail.Follow(path.Path);
            isUnsure = _folders.Arm(path, trail, out error);
        }
        while (isUnsure && ++rounds < RoundLimit);

        if (isUnsure || error != 0 || trail.IsUntold) _lookedAtOften.Add(path);
        else _lookedAtOften.Remove(path);
        // A folder that goes whenever it is looked at is no lasting trouble.
        if (error is not (0 or Libc.Errno.ENOENT or Libc.Errno.ENOTDIR)) SayLate(path, error);
        var thing = Libc.ThingAt(path.Path);
        var identity = thing is null ? null : $"{trail.Target} {thing}";
        if (identity == path.Identity) return;
        path.Identity = identity;
        _toTell.UnionWith(path.Subscriptions);
    }

    private void SayLate(WatchedPath path, int error)
    {
        // One limit concerns all paths, and is said once for them.
        var isLimit = error is Libc.Errno.ENOSPC or Libc.Errno.EMFILE or Libc.Errno.ENFILE or Libc.Errno.ENOMEM;
        if (path.IsLatenessSaid || (isLimit && _isLimitSaid)) return;
        path.IsLatenessSaid = true;
        _isLimitSaid |= isLimit;
        var often = options.OftenLook.TotalSeconds;
        late(string.Create(
            System.Globalization.CultureInfo.InvariantCulture,
            $"cannot watch the folders of \"{path.Path}\"{(isLimit ? " and perhaps of others" : "")}: {Reason(error)}; looking every {often:0.###} s instead"));
    }

    private string Reason(int error) => error switch
    {
        Libc.Errno.ENOSPC => $"the limit on watched folders is reached ({options.FolderLimit} here, or fs.inotify.max_user_watches)",
        Libc.Errno.EMFILE => "the limit on watchers or open files is reached (fs.inotify.max_user_instances)",
        _ => Marshal.GetPInvokeErrorMessage(error),
    };
}
