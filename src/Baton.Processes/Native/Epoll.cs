using System.Runtime.InteropServices;

namespace Baton.Processes.Native;

/// <summary>An epoll instance with a way to wake its one waiting thread. Descriptors are told apart by a token that the caller chooses.</summary>
internal sealed unsafe class Epoll : IDisposable
{
    /// <summary>Token of the wake-up; callers use others.</summary>
    public const ulong WakeToken = 0;

    private const int ControlAdd = 1, ControlDelete = 2, ControlModify = 3;
    private const uint In = 1, OneShot = 1u << 30;
    private const int Capacity = 64;

    // The kernel's structure is packed on x86-64 only.
    private static readonly int Stride = RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 12 : 16;
    private readonly Lock _gate = new();
    private bool _isDisposed;
    private readonly int _epoll;
    private readonly int _wake;

    public Epoll()
    {
        const int closeOnExec = 0x80000;
        _epoll = Libc.epoll_create1(closeOnExec);
        _wake = Libc.eventfd(0, Libc.EFD_CLOEXEC | Libc.EFD_NONBLOCK);
        if (_epoll < 0 || _wake < 0 || Control(ControlAdd, _wake, In, WakeToken) != 0)
            throw new Core.BatonException(Core.ErrorCode.Unavailable, $"cannot watch processes: {Libc.LastError()}");
    }

    /// <summary>Watches for the death of a process, once; false when the kernel refuses.</summary>
    public bool Add(int pidfd, ulong token) => Control(ControlAdd, pidfd, In | OneShot, token) == 0;

    /// <summary>Takes a process whose death shall be told only after <see cref="Arm"/>.</summary>
    public bool AddUnarmed(int pidfd, ulong token) => Control(ControlAdd, pidfd, OneShot, token) == 0;

    /// <summary>Watches from now on, or again after an event; a death that has happened already is told too.</summary>
    public void Arm(int pidfd, ulong token) => Control(ControlModify, pidfd, In | OneShot, token);

    /// <summary>Watches, once, for a dead process being reaped by whoever its parent is (since Linux 6.9).</summary>
    public void ArmForReap(int pidfd, ulong token) => Control(ControlModify, pidfd, OneShot, token);

    /// <summary>Stops watching.</summary>
    public void Remove(int fd) => Control(ControlDelete, fd, 0, 0);

    /// <summary>Lets <see cref="Wait"/> return, now or when it is next called.</summary>
    public void Wake()
    {
        // A timer or signal may come late: after Dispose the number can mean somebody else's file.
        lock (_gate)
        {
            ulong one = 1;
            // The only failure is a full counter, and then it is awake already.
            if (!_isDisposed) Libc.write(_wake, &one, sizeof(ulong));
        }
    }

    /// <summary>Waits without limit and returns the tokens of what happened; a wake-up is consumed and appears as <see cref="WakeToken"/>.</summary>
    public ReadOnlySpan<ulong> Wait(Span<ulong> tokens)
    {
        var events = stackalloc byte[Capacity * 16];
        int count;
        do
        {
            count = Libc.epoll_wait(_epoll, events, Math.Min(Capacity, tokens.Length), -1);
        }
        while (count < 0 && Marshal.GetLastPInvokeError() == Libc.Errno.EINTR);

        if (count < 0) throw new System.Diagnostics.UnreachableException($"epoll_wait failed: {Libc.LastError()}");
        for (var i = 0; i < count; i++)
        {
            tokens[i] = *(ulong*)(events + (i * Stride) + Stride - 8);
            if (tokens[i] == WakeToken) DrainWake();
        }

        return tokens[..count];
    }

    public void Dispose()
    {
        lock (_gate)
        {
            if (_isDisposed) return;
            _isDisposed = true;
            Libc.close(_epoll);
            Libc.close(_wake);
        }
    }

    private void DrainWake()
    {
        ulong counter;
        Libc.read(_wake, &counter, sizeof(ulong));
    }

    private int Control(int operation, int fd, uint events, ulong token)
    {
        var buffer = stackalloc byte[16];
        *(uint*)buffer = events;
        *(ulong*)(buffer + Stride - 8) = token;
        return Libc.epoll_ctl(_epoll, operation, fd, buffer);
    }
}
