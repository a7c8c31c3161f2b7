using System.Runtime.InteropServices;

namespace Baton.Daemon.Native;

/// <summary>The system calls of this project; constants are those of Linux on x86-64 and arm64.</summary>
internal static partial class Libc
{
    private const int O_RDONLY = 0, O_CLOEXEC = 0x80000;
    private const int EINTR = 4;
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

    private static IOException Failed(string path) => new($"{Marshal.GetLastPInvokeErrorMessage()} : '{path}'");

    [LibraryImport(Library, SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int open(string path, int flags);

    [LibraryImport(Library, SetLastError = true)]
    private static partial int fsync(int descriptor);

    [LibraryImport(Library)]
    private static partial int close(int descriptor);
}
