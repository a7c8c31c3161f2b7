using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Baton.Manifest.Native;

/// <summary>The system calls of this project; constants are those of Linux on x86-64 and arm64.</summary>
internal static unsafe partial class Libc
{
    public const int O_RDONLY = 0, O_NONBLOCK = 0x800, O_CLOEXEC = 0x80000;

    public const int AT_EMPTY_PATH = 0x1000;

    public const uint STATX_TYPE = 1;

    public const int EINTR = 4;

    /// <summary>Size of <c>struct statx</c> and the offset of its <c>stx_mode</c>; the same on every architecture.</summary>
    public const int StatxSize = 256, StatxModeOffset = 28;

    public const int S_IFMT = 0xF000, S_IFREG = 0x8000, S_IFDIR = 0x4000;

    private const string Library = "libc";

    [LibraryImport(Library, SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int open(string path, int flags, int mode);

    [LibraryImport(Library, SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int statx(SafeFileHandle directory, string path, int flags, uint mask, byte* result);
}
