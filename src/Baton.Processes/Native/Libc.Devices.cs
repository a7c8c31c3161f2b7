using System.Runtime.InteropServices;
using System.Text;

namespace Baton.Processes.Native;

/// <summary>Calls that look at paths and watch folders.</summary>
internal static unsafe partial class Libc
{
    public const int IN_NONBLOCK_CLOEXEC = 0x80800;
    public const uint IN_MOVED_FROM = 0x40, IN_MOVED_TO = 0x80, IN_CREATE = 0x100, IN_DELETE = 0x200, IN_DELETE_SELF = 0x400, IN_MOVE_SELF = 0x800,
        IN_UNMOUNT = 0x2000, IN_Q_OVERFLOW = 0x4000, IN_IGNORED = 0x8000, IN_ONLYDIR = 0x1000000, IN_MASK_ADD = 0x20000000;

    private const int StatxBytes = 256, PathBytes = 4096;

    [LibraryImport(Library, SetLastError = true)]
    public static partial int inotify_init1(int flags);

    [LibraryImport(Library, SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int inotify_add_watch(int inotify, string path, uint mask);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int inotify_rm_watch(int inotify, int watch);

    [LibraryImport(Library, SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint readlink(string path, byte* buffer, nint count);

    /// <summary>File type bits (<c>S_IFMT</c>) of a path itself, a link not followed; 0 when there is nothing, or nothing that we may see.</summary>
    public static int TypeOf(string path)
    {
        const int noFollow = 0x100;
        const uint type = 0x1;
        var buffer = stackalloc byte[StatxBytes];
        return statx(AT_FDCWD, path, noFollow, type, buffer) == 0 ? *(ushort*)(buffer + 28) & 0xF000 : 0;
    }

    /// <summary>Where a link leads; null when it is none, or is gone.</summary>
    public static string? LinkText(string path)
    {
        var buffer = stackalloc byte[PathBytes];
        var length = readlink(path, buffer, PathBytes);
        return length > 0 ? Encoding.UTF8.GetString(buffer, (int)length) : null;
    }

    /// <summary>
    /// What a path leads to, links followed: file system, inode, device number, and the instant it was made where the file system keeps
    /// that, for a number that is free is soon given to another file. Null when there is nothing.
    /// </summary>
    public static string? ThingAt(string path)
    {
        const uint typeInodeAndBirth = 0x1 | 0x100 | 0x800;
        var buffer = stackalloc byte[StatxBytes];
        new Span<byte>(buffer, StatxBytes).Clear();
        if (statx(AT_FDCWD, path, 0, typeInodeAndBirth, buffer) != 0) return null;
        var (type, inode) = (*(ushort*)(buffer + 28) >> 12, *(ulong*)(buffer + 32));
        var (rdevMajor, rdevMinor, major, minor) = (*(uint*)(buffer + 128), *(uint*)(buffer + 132), *(uint*)(buffer + 136), *(uint*)(buffer + 140));
        var (bornSeconds, bornNanoseconds) = (*(long*)(buffer + 80), *(uint*)(buffer + 88));
        return string.Create(
            System.Globalization.CultureInfo.InvariantCulture,
            $"{type}:{major}:{minor}:{inode}:{rdevMajor}:{rdevMinor}:{bornSeconds}.{bornNanoseconds}");
    }
}
