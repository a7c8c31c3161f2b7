using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using Baton.Processes.Native;

namespace Baton.Processes.Hosting;

/// <summary>
/// First in, first out, for threads that block until there is work. The wait is a read of a kernel semaphore: it neither spins (two
/// cores are not ours to burn) nor takes the longer way through a monitor. Each run has few items in it at a time, which bounds it.
/// </summary>
internal sealed unsafe class WorkQueue<T> : IDisposable
{
    private readonly ConcurrentQueue<T> _items = new();
    private readonly int _count = Libc.eventfd(0, Libc.EFD_CLOEXEC | Libc.EFD_SEMAPHORE);
    private readonly Lock _gate = new();
    private volatile bool _isCompleted;
    private bool _isDisposed;

    /// <summary>Nothing waits to be taken.</summary>
    public bool IsEmpty => _items.IsEmpty;

    public void Post(T item)
    {
        _items.Enqueue(item);
        Release(1);
    }

    /// <summary>Blocks for the next item; false when the queue is completed and empty.</summary>
    public bool TryTake([MaybeNullWhen(false)] out T item)
    {
        while (true)
        {
            ulong one;
            if (Libc.read(_count, &one, sizeof(ulong)) < 0 && Marshal.GetLastPInvokeError() == Libc.Errno.EINTR) continue;
            if (_items.TryDequeue(out item)) return true;
            if (_isCompleted) return false;
        }
    }

    /// <summary>Lets every taker return once the items are taken; at most 64 threads take.</summary>
    public void Complete()
    {
        _isCompleted = true;
        Release(64);
    }

    public void Dispose()
    {
        lock (_gate)
        {
            if (_isDisposed) return;
            _isDisposed = true;
            Libc.close(_count);
        }
    }

    private void Release(ulong count)
    {
        // Somebody may post late: after Dispose the number can mean somebody else's file.
        lock (_gate)
        {
            if (!_isDisposed) Libc.write(_count, &count, sizeof(ulong));
        }
    }
}
