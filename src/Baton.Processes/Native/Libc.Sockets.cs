using System.Runtime.InteropServices;

namespace Baton.Processes.Native;

/// <summary>Calls on the socket pair between guardian and daemon. The managed sockets would cost the guardian megabytes.</summary>
internal static unsafe partial class Libc
{
    public const int AF_UNIX = 1, SOCK_STREAM = 1, SOCK_CLOEXEC = 0x80000, SOL_SOCKET = 1, SO_SNDBUF = 7, SO_SNDTIMEO = 21, SCM_RIGHTS = 1;
    public const int MSG_DONTWAIT = 0x40, MSG_NOSIGNAL = 0x4000, MSG_CMSG_CLOEXEC = 0x40000000, MSG_CTRUNC = 8;
    public const short POLLOUT = 4;

    /// <summary>One piece of memory, <c>struct iovec</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct MessagePart
    {
        public void* Base;
        public nint Length;
    }

    /// <summary><c>struct msghdr</c> of 64-bit Linux with glibc or musl.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct MessageHeader
    {
        public void* Name;
        public ulong NameLength;
        public MessagePart* Parts;
        public nint PartCount;
        public void* Control;
        public nint ControlLength;
        public int Flags;
        private readonly int _padding;
    }

    /// <summary><c>struct cmsghdr</c>; what it brings lies right behind it.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct ControlHeader
    {
        public nint Length;
        public int Level;
        public int Type;
    }

    [LibraryImport(Library, SetLastError = true)]
    public static partial int socketpair(int domain, int type, int protocol, int* ends);

    [LibraryImport(Library, SetLastError = true)]
    public static partial nint sendto(int fd, void* bytes, nint count, int flags, void* address, uint addressLength);

    [LibraryImport(Library, SetLastError = true)]
    public static partial nint recvfrom(int fd, void* bytes, nint count, int flags, void* address, uint* addressLength);

    [LibraryImport(Library, SetLastError = true)]
    public static partial nint recv(int fd, void* bytes, nint count, int flags);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int setsockopt(int fd, int level, int option, void* value, uint length);

    [LibraryImport(Library, SetLastError = true)]
    public static partial nint sendmsg(int fd, MessageHeader* message, int flags);

    [LibraryImport(Library, SetLastError = true)]
    public static partial nint recvmsg(int fd, MessageHeader* message, int flags);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int shutdown(int fd, int how);
}
