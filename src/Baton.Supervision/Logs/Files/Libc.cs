using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Baton.Supervision.Logs.Files;

/// <summary>Opening without following links, and renaming links, which .NET's file API does not offer.</summary>
internal static partial class Libc
{
    /// <summary>errno values that decisions are made on.</summary>
    internal const int ENOENT = 2, ENOTDIR = 20, ELOOP = 40;

    private const int AtCurrentDirectory = -100;
    private const int ReadOnly = 0, NonBlocking = 0x800, CloseOnExec = 0x80000;

    // The only two of these flags that differ between the architectures Baton runs on.
    private static readonly bool IsArm64 = RuntimeInformation.ProcessArchitecture == Architecture.Arm64;
    private static readonly int NoFollow = IsArm64 ? 0x8000 : 0x20000;
    private static readonly int Directory = IsArm64 ? 0x4000 : 0x10000;

    /// <summary>Opens a folder, which must not be a link itself.</summary>
    public static SafeFileHandle OpenFolder(string path) => openat(AtCurrentDirectory, path, ReadOnly | Directory | NoFollow | CloseOnExec);

    /// <summary>Opens a file in an open folder; not a link, and without waiting for the writer of a pipe somebody put there.</summary>
    public static SafeFileHandle OpenFile(SafeFileHandle folder, string name)
    {
        var isAdded = false;
        try
        {
            folder.DangerousAddRef(ref isAdded);
            return openat((int)folder.DangerousGetHandle(), name, ReadOnly | NonBlocking | NoFollow | CloseOnExec);
        }
        finally
        {
            if (isAdded) folder.DangerousRelease();
        }
    }

    /// <summary>Renames, over what has that name; of a link the link itself, which .NET refuses for some.</summary>
    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int rename(string from, string to);

    [LibraryImport("libc", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial SafeFileHandle openat(int folder, string path, int flags);
}
