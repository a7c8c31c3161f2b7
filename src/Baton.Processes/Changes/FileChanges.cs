using System.Collections.Concurrent;
using Baton.Processes.Native;

namespace Baton.Processes.Changes;

/// <summary>Changes of files by inotify, on one thread that is there from the first watch on and sleeps until something changes.</summary>
/// <param name="crashed">Told when the thread threw, which is a bug.</param>
public sealed class FileChanges(Action<Exception> crashed) : IFileChanges, IDisposable
{
    private readonly Lock _gate = new();
    private readonly ConcurrentQueue<(Subscription Of, bool IsEnd)> _orders = new();
    private readonly int _wake = Libc.eventfd(0, Libc.EFD_CLOEXEC | Libc.EFD_NONBLOCK);
    private Thread? _thread;
    private bool _isDisposed;

    /// <inheritdoc/>
    public IDisposable Watch(WatchedFiles files, Action<string> changed, Action<string> trouble)
    {
        var subscription = new Subscription(this, files, changed, trouble);
        Order(subscription, isEnd: false);
        return subscription;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_isDisposed) return;
            _isDisposed = true;
            Wake();
        }

        _thread?.Join();
        _ = Libc.close(_wake);
    }

    private void Order(Subscription subscription, bool isEnd)
    {
        lock (_gate)
        {
            if (_isDisposed) return;
            // One entry for the beginning and one for the end of each watch.
            _orders.Enqueue((subscription, isEnd));
            if (_thread is null)
            {
                _thread = new Thread(Run) { IsBackground = true, Name = "baton changes" };
                _thread.Start();
            }

            Wake();
        }
    }

    private unsafe void Wake()
    {
        ulong one = 1;
        _ = Libc.write(_wake, &one, sizeof(ulong));
    }

    private void Run()
    {
        var all = new List<Subscription>();
        try
        {
            while (!Volatile.Read(ref _isDisposed))
            {
                while (_orders.TryDequeue(out var order)) Take(order.Of, order.IsEnd, all);
                Wait(all);
                foreach (var subscription in all) subscription.Folders!.Read();
            }
        }
        catch (Exception bug)
        {
            // Top of the thread.
            crashed(bug);
        }

        foreach (var subscription in all) subscription.Folders!.Dispose();
    }

    private static void Take(Subscription subscription, bool isEnd, List<Subscription> all)
    {
        if (!isEnd)
        {
            subscription.Folders = new ChangedFolders(subscription.Files, subscription.Changed, subscription.Trouble);
            all.Add(subscription);
        }
        else if (all.Remove(subscription))
        {
            subscription.Folders!.Dispose();
        }
    }

    private unsafe void Wait(List<Subscription> all)
    {
        var polls = new Libc.PollDescriptor[all.Count + 1];
        polls[0] = new Libc.PollDescriptor { Descriptor = _wake, Wanted = Libc.POLLIN };
        // A negative one, of a watch that could not be had, is passed over.
        for (var i = 0; i < all.Count; i++) polls[i + 1] = new Libc.PollDescriptor { Descriptor = all[i].Folders!.Descriptor, Wanted = Libc.POLLIN };
        fixed (Libc.PollDescriptor* first = polls) _ = Libc.poll(first, (nuint)polls.Length, -1);
        ulong count;
        if (polls[0].Happened != 0) _ = Libc.read(_wake, &count, sizeof(ulong));
    }

    private sealed class Subscription(FileChanges owner, WatchedFiles files, Action<string> changed, Action<string> trouble) : IDisposable
    {
        public WatchedFiles Files => files;

        public Action<string> Changed => changed;

        public Action<string> Trouble => trouble;

        public ChangedFolders? Folders { get; set; }

        public void Dispose() => owner.Order(this, isEnd: true);
    }
}
