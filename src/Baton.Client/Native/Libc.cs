using System.Runtime.InteropServices;

namespace Baton.Client.Native;

/// <summary>The system calls of a blocking Unix socket. Constants are those of Linux on x86-64 and arm64.</summary>
internal static unsafe partial class Libc
{
    public const int ENOENT = 2, EINTR = 4, EAGAIN = 11, EPIPE = 32, ECONNRESET = 104, ECONNREFUSED = 111;
    public const int AF_UNIX = 1, SOCK_STREAM = 1, SOCK_CLOEXEC = 0x80000, SOL_SOCKET = 1, SO_RCVTIMEO = 20, SO_SNDTIMEO = 21, MSG_NOSIGNAL = 0x4000;

    private const string Library = "libc";

    [LibraryImport(Library, SetLastError = true)]
    public static partial int socket(int domain, int type, int protocol);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int connect(int fd, byte* address, uint length);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int setsockopt(int fd, int level, int option, TimeValue* value, uint length);

    [LibraryImport(Library, SetLastError = true)]
    public static partial nint send(int fd, byte* bytes, nuint count, int flags);

    [LibraryImport(Library, SetLastError = true)]
    public static partial nint recv(int fd, byte* bytes, nuint count, int flags);

    [LibraryImport(Library)]
    public static partial int close(int fd);

    /// <summary>struct timeval.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct TimeValue
    {
        public nint Seconds, Microseconds;
    }
}
