using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Baton.Cli.Native;

/// <summary>System calls on terminals. Constants are those of Linux on x86-64 and arm64.</summary>
internal static unsafe partial class Libc
{
    public const int EINTR = 4, EIO = 5, EBADF = 9, EAGAIN = 11, EPIPE = 32;

    private const string Library = "libc";
    private const short POLLIN = 1, POLLOUT = 4;
    private const nint SYS_pidfd_open = 434;
    private const nuint TIOCGWINSZ = 0x5413;

    /// <summary>True when the descriptor is a terminal.</summary>
    public static bool IsTerminal(int descriptor) => isatty(descriptor) == 1;

    /// <summary>Columns of the terminal; 0 when it does not say.</summary>
    public static int Columns(int descriptor)
    {
        WindowSize size;
        return ioctl(descriptor, TIOCGWINSZ, &size) == 0 ? size.Columns : 0;
    }

    /// <summary>The user that this process acts as.</summary>
    [LibraryImport(Library, EntryPoint = "geteuid")]
    public static partial uint EffectiveUser();

    /// <summary>write(2); errno is kept.</summary>
    public static nint Write(int descriptor, ReadOnlySpan<byte> bytes)
    {
        fixed (byte* start = bytes) return write(descriptor, start, (nuint)bytes.Length);
    }

    /// <summary>Waits until a non-blocking descriptor takes more, or is broken.</summary>
    public static void WaitUntilWritable(int descriptor)
    {
        var entry = new PollEntry { Descriptor = descriptor, Events = POLLOUT };
        _ = poll(&entry, 1, -1);
    }

    /// <summary>Waits until there is something to read; for a pidfd: until its process has ended.</summary>
    public static void WaitUntilReadable(SafeFileHandle handle)
    {
        var entry = new PollEntry { Descriptor = (int)handle.DangerousGetHandle(), Events = POLLIN };
        while (poll(&entry, 1, -1) < 0 && Marshal.GetLastPInvokeError() == EINTR)
        {
        }

        GC.KeepAlive(handle);
    }

    /// <summary>A pidfd of a process; null when there is none of that number, or the kernel has no pidfds.</summary>
    public static SafeFileHandle? OpenProcess(int pid)
    {
        var descriptor = syscall(SYS_pidfd_open, pid, 0);
        return descriptor < 0 ? null : new SafeFileHandle(descriptor, ownsHandle: true);
    }

    [LibraryImport(Library)]
    private static partial int isatty(int fd);

    [LibraryImport(Library, SetLastError = true)]
    private static partial nint write(int fd, byte* bytes, nuint count);

    [LibraryImport(Library)]
    private static partial nint syscall(nint number, nint pid, nint flags);

    [LibraryImport(Library, SetLastError = true)]
    private static partial int poll(PollEntry* entries, nuint count, int timeout);

    [LibraryImport(Library)]
    private static partial int ioctl(int fd, nuint request, WindowSize* size);

    [StructLayout(LayoutKind.Sequential)]
    private struct WindowSize
    {
        public ushort Rows, Columns, Width, Height;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct PollEntry
    {
        public int Descriptor;
        public short Events, Returned;
    }
}
