using System.Runtime.InteropServices;
using Baton.Core;
using Baton.Processes.Native;
using static Baton.Processes.Native.Libc.Files;

namespace Baton.Processes.Output;

/// <summary>Descriptors that one thread waits on, FIFOs or sockets, and a way for other threads to wake it.</summary>
internal sealed unsafe class EpollSet : IDisposable
{
    /// <summary>The key that means: somebody called <see cref="Wake"/>.</summary>
    public const ulong WakeKey = ulong.MaxValue;

    private const int Capacity = 64;

    // The kernel packs its epoll_event on x86-64 only.
    private static readonly int KeyAt = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 4 : 8;
    private static readonly int Stride = KeyAt + sizeof(ulong);

    private readonly Lock _gate = new();
    private readonly int _epoll;
    private readonly int _wake;
    private readonly byte* _ready;
    private bool _isDisposed;

    public EpollSet()
    {
        _epoll = epoll_create1(EPOLL_CLOEXEC);
        _wake = eventfd(0, EFD_NONBLOCK_CLOEXEC);
        _ready = (byte*)NativeMemory.Alloc(Capacity, (nuint)Stride);
        if (_epoll >= 0 && _wake >= 0 && Control(EPOLL_CTL_ADD, _wake, EPOLLIN, WakeKey)) return;
        var reason = Libc.LastError();
        Dispose();
        throw new BatonException(ErrorCode.Unavailable, $"cannot start the output pump: {reason}");
    }

    /// <summary>Begins to wait for bytes in a FIFO. While a reader leaves bytes in it, it is told again.</summary>
    public bool Add(int fd, ulong key) => Control(EPOLL_CTL_ADD, fd, EPOLLIN, key);

    /// <summary>Waits for the next change only: a FIFO that all writers left is ready without end and has nothing.</summary>
    public void OnlyChanges(int fd, ulong key) => Control(EPOLL_CTL_MOD, fd, EPOLLIN | EPOLLET, key);

    /// <summary>Takes back <see cref="OnlyChanges"/>.</summary>
    public void AllAgain(int fd, ulong key) => Control(EPOLL_CTL_MOD, fd, EPOLLIN, key);

    /// <summary>Waits for a FIFO no longer.</summary>
    public void Remove(int fd) => Control(EPOLL_CTL_DEL, fd, 0, 0);

    /// <summary>Changes what is waited for on a socket: that it can be read, or written. What is waited for in neither way is not looked at.</summary>
    public bool Set(int fd, ulong key, (bool Reads, bool Writes) before, (bool Reads, bool Writes) after)
    {
        var interest = (after.Reads ? EPOLLIN : 0) | (after.Writes ? EPOLLOUT : 0);
        var operation = interest == 0 ? EPOLL_CTL_DEL : before is (false, false) ? EPOLL_CTL_ADD : EPOLL_CTL_MOD;
        return Control(operation, fd, interest, key);
    }

    /// <summary>Waits until something is ready; returns how much is, at most 64 at once.</summary>
    /// <param name="isPolling">Does not wait, and may return 0.</param>
    public int Wait(bool isPolling = false)
    {
        while (true)
        {
            var n = epoll_wait(_epoll, _ready, Capacity, isPolling ? 0 : -1);
            if (n >= 0) return n;
            if (Marshal.GetLastPInvokeError() != Libc.Errno.EINTR) throw new System.Diagnostics.UnreachableException(Libc.LastError());
        }
    }

    /// <summary>Key of what the last <see cref="Wait"/> found.</summary>
    public ulong KeyOf(int index) => *(ulong*)(_ready + (index * Stride) + KeyAt);

    /// <summary>What the last <see cref="Wait"/> found can be written; it may be readable, too.</summary>
    public bool IsWritable(int index) => (*(uint*)(_ready + (index * Stride)) & EPOLLOUT) != 0;

    /// <summary>What the last <see cref="Wait"/> found can be read, or has ended.</summary>
    public bool IsReadable(int index) => (*(uint*)(_ready + (index * Stride)) & ~EPOLLOUT) != 0;

    /// <summary>Makes <see cref="Wait"/> return; from any thread; nothing after <see cref="Dispose"/>.</summary>
    public void Wake()
    {
        ulong one = 1;
        // Under the lock, since the number of a closed descriptor may at once belong to a log file.
        lock (_gate)
        {
            if (!_isDisposed) _ = write(_wake, &one, sizeof(ulong));
        }
    }

    /// <summary>Forgets the calls of <see cref="Wake"/> so far.</summary>
    public void Awake()
    {
        ulong count;
        _ = read(_wake, &count, sizeof(ulong));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_isDisposed) return;
            _isDisposed = true;
            if (_epoll >= 0) _ = Libc.close(_epoll);
            if (_wake >= 0) _ = Libc.close(_wake);
            NativeMemory.Free(_ready);
        }
    }

    private bool Control(int operation, int fd, uint interest, ulong key)
    {
        var readiness = stackalloc byte[16];
        *(uint*)readiness = interest;
        *(ulong*)(readiness + KeyAt) = key;
        return epoll_ctl(_epoll, operation, fd, readiness) == 0;
    }
}
