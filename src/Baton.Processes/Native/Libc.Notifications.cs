using System.Runtime.InteropServices;

namespace Baton.Processes.Native;

/// <summary>Calls on the socket that services report to.</summary>
internal static unsafe partial class Libc
{
    public const int SOCK_DGRAM = 2, SO_PASSCRED = 16, SCM_CREDENTIALS = 2, MSG_TRUNC = 0x20;
    public const short POLLIN = 1;

    /// <summary>Who sent a message, as the kernel vouches for it, <c>struct ucred</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct SenderCredentials
    {
        public int Pid;
        public uint User;
        public uint Group;
    }

    [LibraryImport(Library, SetLastError = true)]
    public static partial int socket(int domain, int type, int protocol);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int bind(int fd, byte* address, uint length);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int getsockname(int fd, byte* address, uint* length);
}
