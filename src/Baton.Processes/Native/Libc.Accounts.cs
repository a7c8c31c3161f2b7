using System.Runtime.InteropServices;

namespace Baton.Processes.Native;

/// <summary>Calls about users and groups.</summary>
internal static unsafe partial class Libc
{
    private const int AT_EACCESS = 0x200;
    private const long SYS_faccessat2 = 439;

    private static long SYS_setgroups => RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? 159 : 116;

    /// <summary><c>struct passwd</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct PasswordEntry
    {
        public byte* Name;
        public byte* Password;
        public uint Uid;
        public uint Gid;
        public byte* Note;
        public byte* Home;
        public byte* Shell;
    }

    /// <summary><c>struct group</c>.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct GroupEntry
    {
        public byte* Name;
        public byte* Password;
        public uint Gid;
        public byte** Members;
    }

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int getpwnam_r(string name, PasswordEntry* entry, byte* buffer, nuint size, PasswordEntry** found);

    [LibraryImport(Library)]
    public static partial int getpwuid_r(uint uid, PasswordEntry* entry, byte* buffer, nuint size, PasswordEntry** found);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int getgrnam_r(string name, GroupEntry* entry, byte* buffer, nuint size, GroupEntry** found);

    [LibraryImport(Library)]
    public static partial int getgrgid_r(uint gid, GroupEntry* entry, byte* buffer, nuint size, GroupEntry** found);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int getgrouplist(string name, uint gid, uint* groups, int* count);

    [LibraryImport(Library)]
    public static partial uint geteuid();

    [LibraryImport(Library)]
    public static partial uint getegid();

    [LibraryImport(Library)]
    public static partial int getpriority(int which, uint who);

    [LibraryImport(Library, SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int chown(string path, uint uid, uint gid);

    [LibraryImport(Library, SetLastError = true)]
    public static partial int fchown(int fd, uint uid, uint gid);

    /// <summary>Changes whose rights count for files, of this thread alone. With another user than root it also loses root's override.</summary>
    [LibraryImport(Library)]
    public static partial void setfsuid(uint uid);

    /// <inheritdoc cref="setfsuid"/>
    [LibraryImport(Library)]
    public static partial void setfsgid(uint gid);

    /// <summary>Changes the groups of this thread alone; the library's own function would change all threads.</summary>
    public static bool SetThreadGroups(ReadOnlySpan<uint> groups)
    {
        fixed (uint* first = groups) return syscall(SYS_setgroups, groups.Length, (nint)first, 0, 0) == 0;
    }

    /// <summary>This thread may execute a file, or enter a folder; true also where the kernel cannot say.</summary>
    public static bool MayExecute(string path)
    {
        var text = Marshal.StringToCoTaskMemUTF8(path);
        try
        {
            return syscall(SYS_faccessat2, AT_FDCWD, text, X_OK, AT_EACCESS) == 0 || Marshal.GetLastPInvokeError() != Errno.EACCES;
        }
        finally
        {
            Marshal.FreeCoTaskMem(text);
        }
    }

    /// <summary>Number of the user a path belongs to, links not followed; null when it cannot be had.</summary>
    public static uint? OwnerOf(string path)
    {
        const int noFollow = 0x100;
        const uint uid = 0x8;
        var buffer = stackalloc byte[256];
        return statx(AT_FDCWD, path, noFollow, uid, buffer) == 0 ? *(uint*)(buffer + 20) : null;
    }
}
