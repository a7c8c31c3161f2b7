using System.Runtime.InteropServices;

namespace Baton.Processes.Native;

/// <summary>Calls that spawn, watch, signal and reap processes.</summary>
internal static unsafe partial class Libc
{
    public const int P_PID = 1, P_PIDFD = 3, WNOHANG = 1, WEXITED = 4, WNOWAIT = 0x1000000;
    public const int CLD_EXITED = 1;
    public const int SIGKILL = 9, SIGTERM = 15, SIGCHLD = 17;
    public const int PR_SET_CHILD_SUBREAPER = 36;
    public const int EFD_CLOEXEC = 0x80000, EFD_NONBLOCK = 0x800, EFD_SEMAPHORE = 1;
    public const int RLIMIT_NOFILE = 7, RLIMIT_LOCKS = 10;

    /// <summary>File actions and attributes of posix_spawn are opaque; glibc's take 80 and 336 bytes, musl's less.</summary>
    public const int SpawnObjectBytes = 512;

    public const short POSIX_SPAWN_SETSIGDEF = 4, POSIX_SPAWN_SETSIGMASK = 8, POSIX_SPAWN_SETSID = 0x80;

    private const long SYS_pidfd_open = 434, SYS_pidfd_send_signal = 424;
    private const long PIDFD_SIGNAL_PROCESS_GROUP = 4;

    /// <summary>A soft and a hard limit, as <c>struct rlimit64</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct Limit
    {
        public ulong Soft;
        public ulong Hard;
    }

    [LibraryImport(Library)]
    public static partial int posix_spawn(int* pid, byte* path, void* actions, void* attributes, byte** argv, byte** envp);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int execve(byte* path, byte** argv, byte** envp);

    // Declared without a result where the result is always 0.
    [LibraryImport(Library)]
    public static partial void posix_spawn_file_actions_init(void* actions);

    [LibraryImport(Library)]
    public static partial void posix_spawn_file_actions_destroy(void* actions);

    [LibraryImport(Library)]
    public static partial int posix_spawn_file_actions_addopen(void* actions, int fd, byte* path, int flags, uint mode);

    [LibraryImport(Library)]
    public static partial int posix_spawn_file_actions_adddup2(void* actions, int fd, int replaced);

    [LibraryImport(Library)]
    public static partial int posix_spawn_file_actions_addchdir_np(void* actions, byte* path);

    [LibraryImport(Library)]
    public static partial int posix_spawn_file_actions_addclosefrom_np(void* actions, int from);

    [LibraryImport(Library)]
    public static partial void posix_spawnattr_init(void* attributes);

    [LibraryImport(Library)]
    public static partial void posix_spawnattr_destroy(void* attributes);

    [LibraryImport(Library)]
    public static partial void posix_spawnattr_setflags(void* attributes, short flags);

    [LibraryImport(Library)]
    public static partial void posix_spawnattr_setsigmask(void* attributes, void* set);

    [LibraryImport(Library)]
    public static partial void posix_spawnattr_setsigdefault(void* attributes, void* set);

    [LibraryImport(Library)]
    public static partial void sigemptyset(void* set);

    [LibraryImport(Library)]
    public static partial void sigfillset(void* set);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int sigaction(int signal, void* replacement, void* present);

    [LibraryImport(Library)]
    public static partial uint umask(uint mask);

    /// <summary>Session of a process (0: our own), also of a zombie; -1 when it is gone. Needs no descriptor, of which there may be none left.</summary>
    [LibraryImport(Library)]
    public static partial int getsid(int pid);

    /// <summary>Ends this process now: nothing is flushed, no handler runs.</summary>
    [LibraryImport(Library)]
    public static partial void _exit(int code);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int kill(int pid, int signal);

    [LibraryImport(Library, SetLastError = true)]
    private static partial int waitid(int kind, int id, void* siginfo, int options);

    [LibraryImport(Library, SetLastError = true)]
    private static partial long syscall(long number, long a, long b, long c, long d);

    [LibraryImport(Library, SetLastError = true)]
    private static partial int ioctl(int fd, ulong request, void* argument);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int prctl(int option, ulong a, ulong b, ulong c, ulong d);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int prlimit64(int pid, int resource, Limit* replacement, Limit* present);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int eventfd(uint initial, int flags);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int epoll_create1(int flags);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int epoll_ctl(int epoll, int operation, int fd, void* epollEvent);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int epoll_wait(int epoll, void* events, int capacity, int timeoutMs);

    /// <summary>A descriptor that stands for the process, becomes readable at its death, and never means another; -1 and errno on failure.</summary>
    public static int PidfdOpen(int pid) => (int)syscall(SYS_pidfd_open, pid, 0, 0, 0);

    /// <summary>Signals exactly the process the descriptor stands for.</summary>
    public static int PidfdSendSignal(int pidfd, int signal) => (int)syscall(SYS_pidfd_send_signal, pidfd, signal, 0, 0);

    /// <summary>
    /// Signals the process group that the process of the descriptor began, and never another that has its number by now; below 0 where the
    /// kernel (before Linux 6.9) cannot, and when nobody is in it.
    /// </summary>
    public static int PidfdSendGroupSignal(int pidfd, int signal) => (int)syscall(SYS_pidfd_send_signal, pidfd, signal, 0, PIDFD_SIGNAL_PROCESS_GROUP);

    /// <summary>
    /// The wait status of a process that is reaped, whoever did it; null when it is not, or the kernel (before Linux 6.15) has not kept it.
    /// </summary>
    /// <param name="pidfd">Its descriptor, opened before it was reaped.</param>
    /// <param name="error">errno of a failed call: ESRCH, it is reaped and nothing is known; 0 when the status may still come.</param>
    public static int? PidfdExitOf(int pidfd, out int error)
    {
        const ulong withExit = 8, request = 0xC040FF0B;
        const int size = 64, statusAt = 60;
        var info = stackalloc byte[size];
        new Span<byte>(info, size).Clear();
        *(ulong*)info = withExit;
        error = ioctl(pidfd, request, info) == 0 ? 0 : Marshal.GetLastPInvokeError();
        return error == 0 && (*(ulong*)info & withExit) != 0 ? *(int*)(info + statusAt) : null;
    }

    /// <summary>Reaps one child if it is dead; null when it lives, is not ours, or is reaped already.</summary>
    /// <param name="kind"><see cref="P_PID"/> or <see cref="P_PIDFD"/>; never "any child", which would steal other people's statuses.</param>
    /// <param name="id">The pid or descriptor.</param>
    /// <param name="error">errno of a failed call; 0 when the call worked, whether it reaped or not.</param>
    /// <param name="block">Wait for the death.</param>
    public static ExitStatus? Reap(int kind, int id, out int error, bool block = false) => Wait(kind, id, WEXITED | (block ? 0 : WNOHANG), out error);

    /// <summary>Blocks until a child is dead, which is left to be reaped.</summary>
    public static void WaitForDeath(int pid) => _ = Wait(P_PID, pid, WEXITED | WNOWAIT, out _);

    /// <summary>One child is dead and waits to be reaped, and is left so.</summary>
    public static bool IsDead(int pid) => Wait(P_PID, pid, WEXITED | WNOHANG | WNOWAIT, out _) is not null;

    private static ExitStatus? Wait(int kind, int id, int options, out int error)
    {
        var siginfo = stackalloc byte[128];
        int result;
        do
        {
            new Span<byte>(siginfo, 128).Clear();
            result = waitid(kind, id, siginfo, options);
            error = result == 0 ? 0 : Marshal.GetLastPInvokeError();
        }
        while (error == Errno.EINTR);

        // si_code, si_pid and si_status lie at the same offsets on all 64-bit Linux.
        var pid = *(int*)(siginfo + 16);
        if (result != 0 || pid == 0) return null;
        var status = *(int*)(siginfo + 24);
        return *(int*)(siginfo + 8) == CLD_EXITED ? new ExitStatus(status & 0xff, null) : new ExitStatus(null, status);
    }
}
