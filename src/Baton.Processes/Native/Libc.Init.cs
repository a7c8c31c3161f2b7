using System.Runtime.InteropServices;

namespace Baton.Processes.Native;

/// <summary>What process 1 needs besides.</summary>
internal static unsafe partial class Libc
{
    private const int P_ALL = 0;

    /// <summary>The foreground process group of a terminal; -1 when it is none.</summary>
    [LibraryImport(Library)]
    public static partial int tcgetpgrp(int fd);

    /// <summary>Our own process group.</summary>
    [LibraryImport(Library)]
    public static partial int getpgrp();

    /// <summary>Process group of a process; -1 when there is none.</summary>
    [LibraryImport(Library)]
    public static partial int getpgid(int pid);

    /// <summary>
    /// Waits until any child is dead, and leaves it to be reaped; 0 when there are none. Only for process 1, whose children nobody else waits for.
    /// </summary>
    public static int WaitForAny()
    {
        const int pidAt = 16;
        var siginfo = stackalloc byte[128];
        while (true)
        {
            new Span<byte>(siginfo, 128).Clear();
            if (waitid(P_ALL, 0, siginfo, WEXITED | WNOWAIT) == 0) return *(int*)(siginfo + pidAt);
            if (Marshal.GetLastPInvokeError() != Errno.EINTR) return 0;
        }
    }
}
