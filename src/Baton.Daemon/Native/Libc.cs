using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Baton.Daemon.Native;

/// <summary>The system calls of this project; constants are those of Linux on x86-64 and arm64.</summary>
internal static partial class Libc
{
    private const int O_RDONLY = 0, O_RDWR = 2, O_CREAT = 0x40, O_PATH = 0x200000, O_CLOEXEC = 0x80000;
    private const int EINTR = 4, EAGAIN = 11;
    private const int LOCK_EX = 2, LOCK_NB = 4;
    private const int AT_FDCWD = -100;
    private const uint STATX_UID = 8;
    private const string Library = "libc";

    /// <summary>Makes the names in a folder last, also over a power cut; .NET opens no folders.</summary>
    /// <exception cref="IOException">The disk does not take it.</exception>
    public static void SyncFolder(string path)
    {
        var descriptor = open(path, O_RDONLY | O_CLOEXEC);
        if (descriptor < 0) throw Failed(path);
        try
        {
            while (fsync(descriptor) < 0)
            {
                if (Marshal.GetLastPInvokeError() != EINTR) throw Failed(path);
            }
        }
        finally
        {
            _ = close(descriptor);
        }
    }

    /// <summary>
    /// Opens a file of our own, made where needed, and locks it for one holder at a time. The lock ends with the last descriptor of this opening and
    /// not, as .NET's own, with the first that is closed: another process may hold it with us.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="wait">Block until the lock is free.</param>
    /// <returns>The descriptor; null when somebody else has the lock.</returns>
    /// <exception cref="IOException">It cannot be opened.</exception>
    public static SafeFileHandle? OpenLocked(string path, bool wait = false)
    {
        var descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0b110_000_000);
        if (descriptor < 0) throw Failed(path);
        var handle = new SafeFileHandle(descriptor, ownsHandle: true);
        while (flock(descriptor, wait ? LOCK_EX : LOCK_EX | LOCK_NB) < 0)
        {
            var error = Marshal.GetLastPInvokeError();
            if (error == EINTR) continue;
            handle.Dispose();
            return error == EAGAIN ? null : throw Failed(path);
        }

        return handle;
    }

    /// <summary>Opens a file for nothing but to know where it is: .NET's own opening asks for a lock, which another may have.</summary>
    /// <returns>Null when it is not there.</returns>
    public static SafeFileHandle? OpenPlace(string path) => open(path, O_PATH | O_CLOEXEC) is >= 0 and var descriptor ? new SafeFileHandle(descriptor, ownsHandle: true) : null;

    /// <summary>User that a file or folder belongs to; null when it is not there.</summary>
    public static unsafe uint? OwnerOf(string path)
    {
        const int uidAt = 20;
        var answer = stackalloc byte[256];
        return statx(AT_FDCWD, path, 0, STATX_UID, answer) == 0 ? *(uint*)(answer + uidAt) : null;
    }

    /// <summary>The absolute path of a file or folder without any link in it; null when it is not there.</summary>
    public static unsafe string? RealPath(string path)
    {
        const int longestPath = 4096;
        var answer = stackalloc byte[longestPath];
        return realpath(path, answer) == null ? null : Marshal.PtrToStringUTF8((nint)answer);
    }

    /// <summary>Renames a link itself, over what has the new name; .NET looks where it leads.</summary>
    /// <exception cref="IOException">It cannot be done.</exception>
    public static void Rename(string from, string to)
    {
        if (rename(from, to) != 0) throw Failed(to);
    }

    private static IOException Failed(string path) => new($"{Marshal.GetLastPInvokeErrorMessage()} : '{path}'");

    [LibraryImport(Library, SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int open(string path, int flags);

    [LibraryImport(Library, SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int open(string path, int flags, uint mode);

    [LibraryImport(Library, SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static unsafe partial int statx(int folder, string path, int flags, uint mask, byte* answer);

    [LibraryImport(Library, SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static unsafe partial byte* realpath(string path, byte* answer);

    [LibraryImport(Library, SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int rename(string from, string to);

    [LibraryImport(Library, SetLastError = true)]
    private static partial int flock(int descriptor, int operation);

    [LibraryImport(Library, SetLastError = true)]
    private static partial int fsync(int descriptor);

    [LibraryImport(Library)]
    private static partial int close(int descriptor);
}
