using System.Runtime.InteropServices;

namespace Baton.Processes.Native;

/// <summary>
/// The system calls of this project, one partial file per use. Constants are those of Linux on x86-64 and arm64; where the two differ
/// the constant says so.
/// </summary>
internal static unsafe partial class Libc
{
    private const string Library = "libc";

    /// <summary>Text for the current thread's errno after a call that sets it.</summary>
    public static string LastError() => Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError());

    /// <summary>errno values that decisions are made on.</summary>
    internal static class Errno
    {
        public const int EPERM = 1, ENOENT = 2, ESRCH = 3, EINTR = 4, EIO = 5, ENOEXEC = 8, ECHILD = 10, EAGAIN = 11, ENXIO = 6, EACCES = 13, EEXIST = 17, ENOTDIR = 20, EINVAL = 22,
            ENOMEM = 12, ENFILE = 23, EMFILE = 24, EFBIG = 27, ENOSPC = 28, EROFS = 30, EDQUOT = 122;
    }

    [LibraryImport(Library, SetLastError = true)]
    public static partial int close(int fd);
}
