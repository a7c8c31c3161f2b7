using System.Runtime.InteropServices;

namespace Baton.Processes.Native;

internal static unsafe partial class Libc
{
    /// <summary>Files, FIFOs, mappings and readiness, as the output pump uses them. Only set-up calls marshal text.</summary>
    internal static partial class Files
    {
        public const int O_RDONLY = 0, O_WRONLY = 1, O_RDWR = 2, O_CREAT = 0x40, O_EXCL = 0x80, O_NONBLOCK = 0x800, O_CLOEXEC = 0x80000;
        public const int AT_FDCWD = -100, AT_SYMLINK_NOFOLLOW = 0x100, F_SETPIPE_SZ = 1031, F_GETPIPE_SZ = 1032, SPLICE_F_NONBLOCK = 2;
        public const int PROT_READ_WRITE = 3, MAP_SHARED = 1, MAP_PRIVATE = 2, MAP_ANONYMOUS = 0x20, MAP_POPULATE = 0x8000;
        public const int EPOLL_CTL_ADD = 1, EPOLL_CTL_DEL = 2, EPOLL_CTL_MOD = 3, EPOLL_CLOEXEC = 0x80000, EFD_NONBLOCK_CLOEXEC = 0x80800;
        public const uint EPOLLIN = 1, EPOLLOUT = 4, EPOLLET = 1u << 31;
        public const ulong FIONREAD = 0x541B;
        public const int SEEK_END = 2, S_IFMT = 0xF000, S_IFIFO = 0x1000, S_IFREG = 0x8000;

        /// <summary>Differs: x86-64 and arm64 disagree on these two open flags.</summary>
        public static readonly int O_DIRECTORY = RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? 0x4000 : 0x10000;

        /// <inheritdoc cref="O_DIRECTORY"/>
        public static readonly int O_NOFOLLOW = RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? 0x8000 : 0x20000;

        [LibraryImport(Library, SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
        public static partial int openat(int directory, string path, int flags, int mode);

        [LibraryImport(Library, SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
        public static partial int mkfifo(string path, int mode);

        [LibraryImport(Library, SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
        public static partial int mkdirat(int directory, string path, int mode);

        [LibraryImport(Library, SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
        public static partial int renameat(int fromDirectory, string from, int toDirectory, string to);

        [LibraryImport(Library, SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
        public static partial int unlinkat(int directory, string path, int flags);

        [LibraryImport(Library, SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
        public static partial int faccessat(int directory, string path, int mode, int flags);

        [LibraryImport(Library, SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
        public static partial int statx(int directory, string path, int flags, uint mask, byte* result);

        [LibraryImport(Library, SetLastError = true)]
        public static partial int ftruncate(int fd, long length);

        [LibraryImport(Library)]
        public static partial int posix_fallocate(int fd, long offset, long length);

        [LibraryImport(Library, SetLastError = true)]
        public static partial long lseek(int fd, long offset, int whence);

        [LibraryImport(Library, SetLastError = true)]
        public static partial nint read(int fd, void* buffer, nint count);

        [LibraryImport(Library, SetLastError = true)]
        public static partial nint write(int fd, void* buffer, nint count);

        [LibraryImport(Library, SetLastError = true)]
        public static partial nint pread(int fd, void* buffer, nint count, long offset);

        [LibraryImport(Library, SetLastError = true)]
        public static partial nint pwrite(int fd, void* buffer, nint count, long offset);

        [LibraryImport(Library, SetLastError = true)]
        public static partial nint readv(int fd, IoVector* vectors, int count);

        [LibraryImport(Library, SetLastError = true)]
        public static partial nint tee(int from, int to, nint count, uint flags);

        [LibraryImport(Library, SetLastError = true)]
        public static partial int pipe2(int* ends, int flags);

        [LibraryImport(Library, SetLastError = true)]
        public static partial int fcntl(int fd, int command, int argument);

        [LibraryImport(Library, SetLastError = true)]
        public static partial int ioctl(int fd, ulong request, int* result);

        [LibraryImport(Library, SetLastError = true)]
        public static partial void* mmap(void* address, nint length, int protection, int flags, int fd, long offset);

        [LibraryImport(Library, SetLastError = true)]
        public static partial int munmap(void* address, nint length);

        [LibraryImport(Library, SetLastError = true)]
        public static partial int mlock(void* address, nint length);

        [LibraryImport(Library, SetLastError = true)]
        public static partial int epoll_create1(int flags);

        [LibraryImport(Library, SetLastError = true)]
        public static partial int epoll_ctl(int epoll, int operation, int fd, void* readiness);

        [LibraryImport(Library, SetLastError = true)]
        public static partial int epoll_wait(int epoll, void* readiness, int capacity, int timeout);

        [LibraryImport(Library, SetLastError = true)]
        public static partial int eventfd(uint initial, int flags);

        /// <summary>One piece of a scattered read.</summary>
        [StructLayout(LayoutKind.Sequential)]
        internal struct IoVector
        {
            public void* Base;
            public nint Length;
        }
    }
}
