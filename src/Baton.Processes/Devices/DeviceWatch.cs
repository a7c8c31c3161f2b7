using System.Collections.Concurrent;
using Baton.Processes.Native;

namespace Baton.Processes.Devices;

/// <summary>
/// Watches paths through the kernel's news of the folders on their way, on one thread for all of them, which exists from the first watch
/// on. What the kernel does not tell (a mount on top of a folder, a change on a file server) is seen by a slow look every 30 s; where a
/// folder cannot be watched, or in <c>/proc</c> and <c>/sys</c>, which tell nothing, by a look every 2 s. A file system that hangs makes the looks hang.
/// </summary>
public sealed class DeviceWatch : IDevices, IDisposable
{
    private const ulong NewsToken = 1;

    private readonly TimeProvider _time;
    private readonly Action<string> _late;
    private readonly DeviceWatchOptions _options;
    private readonly Lock _gate = new();

    // At most two entries for each watch of a caller, taken out at the next turn.
    private readonly ConcurrentQueue<DeviceSubscription> _changes = new();
    private Epoll? _epoll;
    private Thread? _thread;
    private volatile bool _isStopping;

    /// <param name="time">The clock of the slow looks.</param>
    /// <param name="late">
    /// Told a sentence, on the watching thread, when changes will be seen up to 2 s late: once for a limit of the system, else once for a path.
    /// </param>
    public DeviceWatch(TimeProvider time, Action<string> late)
        : this(time, late, new DeviceWatchOptions())
    {
    }

    internal DeviceWatch(TimeProvider time, Action<string> late, DeviceWatchOptions options)
    {
        _time = time;
        _late = late;
        _options = options;
    }

    /// <inheritdoc/>
    public IDisposable Watch(IReadOnlyList<string> paths, Action<DeviceSighting> changed)
    {
        foreach (var path in paths)
        {
            if (!path.StartsWith('/') || path.Contains('\0'))
                throw new ArgumentException($"cannot watch \"{path}\": the path of a device must be absolute", nameof(paths));
        }

        var subscription = new DeviceSubscription([.. paths], changed, Post);
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isStopping, this);
            if (_thread is null) Begin();
        }

        Post(subscription);
        return subscription;
    }

    /// <summary>Ends all watches. Waits for a call that is under way, unless it is made from within that call.</summary>
    public void Dispose()
    {
        lock (_gate) _isStopping = true;
        _epoll?.Wake();
        if (_thread != Thread.CurrentThread) _thread?.Join();
    }

    private void Begin()
    {
        _epoll = new Epoll();
        _thread = new Thread(Run) { IsBackground = true, Name = "baton devices" };
        _thread.Start();
    }

    private void Post(DeviceSubscription subscription)
    {
        _changes.Enqueue(subscription);
        _epoll?.Wake();
    }

    private void Run()
    {
        var epoll = _epoll!;
        using var looks = new DeviceLooks(epoll, NewsToken, _options, _time, _late);
        using var timer = _time.CreateTimer(_ => epoll.Wake(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        Span<ulong> tokens = stackalloc ulong[4];
        while (!_isStopping)
        {
            foreach (var happened in epoll.Wait(tokens))
            {
                if (happened == NewsToken) looks.Read();
            }

            Accept(looks);
            if (looks.Turn()) epoll.Wake();
            var due = looks.Due ?? Timeout.InfiniteTimeSpan;
            timer.Change(due < TimeSpan.Zero && looks.Due is not null ? TimeSpan.Zero : due, Timeout.InfiniteTimeSpan);
        }

        epoll.Dispose();
    }

    /// <summary>Begins each watch that is new, and ends each that was ended: it comes here once for either.</summary>
    private void Accept(DeviceLooks looks)
    {
        while (_changes.TryDequeue(out var subscription))
        {
            if (subscription.IsEnded) looks.Remove(subscription);
            else looks.Add(subscription);
        }
    }
}
