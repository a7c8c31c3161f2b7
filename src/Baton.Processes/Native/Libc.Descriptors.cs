using System.Runtime.InteropServices;

namespace Baton.Processes.Native;

/// <summary>Calls on files and folders that the runtime does not offer, or offers only with an allocation per call.</summary>
internal static unsafe partial class Libc
{
    public const int O_RDONLY = 0, O_WRONLY = 1, O_RDWR = 2, O_CREAT = 0x40, O_EXCL = 0x80, O_APPEND = 0x400, O_NONBLOCK = 0x800, O_CLOEXEC = 0x80000, O_PATH = 0x200000;

    /// <summary>The value on x86-64; <see cref="O_DIRECTORY"/> and its neighbours differ on arm64.</summary>
    private const int DirectoryX64 = 0x10000, DirectoryArm64 = 0x4000;

    public const int AT_FDCWD = -100, X_OK = 1;
    public const int PROT_READ = 1, PROT_WRITE = 2, MAP_SHARED = 1;

    public static int O_DIRECTORY => RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? DirectoryArm64 : DirectoryX64;

    /// <summary>What poll waits for; hang-up is always told.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct PollDescriptor
    {
        public int Descriptor;
        public short Wanted;
        public short Happened;
    }

    [LibraryImport(Library, SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int open(string path, int flags, uint mode);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int openat(int folder, byte* path, int flags, uint mode);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int pipe2(int* ends, int flags);

    [LibraryImport(Library, SetLastError = true)]
    public static partial nint read(int fd, void* buffer, nint count);

    [LibraryImport(Library, SetLastError = true)]
    public static partial nint pread(int fd, void* buffer, nint count, long offset);

    [LibraryImport(Library, SetLastError = true)]
    public static partial nint write(int fd, void* buffer, nint count);

    [LibraryImport(Library, SetLastError = true)]
    public static partial long lseek(int fd, long offset, int whence);

    [LibraryImport(Library, SetLastError = true)]
    public static partial nint getdents64(int fd, void* buffer, nint count);

    [LibraryImport(Library, SetLastError = true)]
    public static partial nint readlinkat(int folder, byte* path, byte* buffer, nint count);

    [LibraryImport(Library, SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int access(string path, int mode);

    [LibraryImport(Library, SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int mkdir(string path, uint mode);

    [LibraryImport(Library, SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int mkfifo(string path, uint mode);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int poll(PollDescriptor* descriptors, nuint count, int timeoutMs);

    [LibraryImport(Library, SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int rmdir(string path);

    [LibraryImport(Library, SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int statx(int folder, string path, int flags, uint mask, void* statx);

    [LibraryImport(Library)]
    public static partial int posix_fallocate(int fd, long offset, long length);

    [LibraryImport(Library, SetLastError = true)]
    public static partial void* mmap(void* address, nuint length, int protection, int flags, int fd, long offset);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int munmap(void* address, nuint length);

    /// <summary>The same open file under another number, which children do not inherit; -1 and errno on failure.</summary>
    public static int Duplicate(int fd, int atLeast = 0) => Files.fcntl(fd, 1030 /* F_DUPFD_CLOEXEC */, atLeast);

    /// <summary>Lets children not inherit a descriptor.</summary>
    public static void CloseOnExec(int fd) => Files.fcntl(fd, 2 /* F_SETFD */, 1 /* FD_CLOEXEC */);

    /// <summary>A random number from the kernel. .NET's own generator loads OpenSSL, which costs the guardian five megabytes.</summary>
    public static ulong RandomNumber()
    {
        ulong number = 0;
        // Eight bytes are given whole, once the kernel has any; only then a signal can come between.
        while (getrandom(&number, sizeof(ulong), 0) < 0)
        {
            if (Marshal.GetLastPInvokeError() != Errno.EINTR) throw new Core.BatonException(Core.ErrorCode.Unavailable, $"cannot get a random number: {LastError()}");
        }

        return number;
    }

    /// <summary>Lets the C library give freed memory back to the system, where it can (glibc).</summary>
    public static void GiveBackFreed()
    {
        try
        {
            _ = malloc_trim(0);
        }
        catch (EntryPointNotFoundException)
        {
            // Another C library (musl), which keeps less.
        }
    }

    [LibraryImport(Library, SetLastError = true)]
    public static partial int madvise(void* start, nuint length, int advice);

    [LibraryImport(Library)]
    private static partial int malloc_trim(nint kept);

    [LibraryImport(Library, SetLastError = true)]
    private static partial nint getrandom(void* buffer, nint length, uint flags);

    /// <summary>Device and inode of what a path leads to, as <c>MAJOR:MINOR:INODE</c>; null when it cannot be had.</summary>
    public static string? IdentityOf(string path)
    {
        var buffer = stackalloc byte[256];
        const uint inodeAndType = 0x100 | 0x1;
        if (statx(AT_FDCWD, path, 0, inodeAndType, buffer) != 0) return null;
        return $"{*(uint*)(buffer + 136)}:{*(uint*)(buffer + 140)}:{*(ulong*)(buffer + 32)}";
    }

    /// <summary>The same with size and time of the last change, so that a file which was written anew is another; null when it cannot be had.</summary>
    public static string? VersionOf(string path)
    {
        var buffer = stackalloc byte[256];
        const uint sizeAndChange = 0x200 | 0x40;
        if (IdentityOf(path) is not { } identity || statx(AT_FDCWD, path, 0, sizeAndChange, buffer) != 0) return null;
        return $"{identity}:{*(ulong*)(buffer + 40)}:{*(long*)(buffer + 112)}.{*(uint*)(buffer + 120)}";
    }
}
