using System.Runtime.InteropServices;
using Baton.Core;
using Baton.Processes.Native;
using static Baton.Processes.Native.Libc.Files;

namespace Baton.Processes.Output;

/// <summary>
/// A service's log folder, held by a descriptor while files in it are made, renamed or removed, so that a link put in its place leads
/// nowhere. Not kept between uses: a thousand services would hold a thousand descriptors for nothing.
/// </summary>
internal readonly struct LogFolder : IDisposable
{
    private const int OwnerOnlyFolder = 0b111_000_000, OwnerOnlyFile = 0b110_000_000;

    private readonly int _fd;

    private LogFolder(int fd) => _fd = fd;

    /// <summary>Opens <c>logDirectory/service</c>, making both where they are missing.</summary>
    /// <exception cref="BatonException">Unavailable: it cannot be made or opened, or is a link; or what is above them is not there.</exception>
    public static LogFolder Open(string logDirectory, string service)
    {
        var above = openat(AT_FDCWD, logDirectory, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);
        if (above < 0 && Marshal.GetLastPInvokeError() == Libc.Errno.ENOENT)
        {
            // Not what is above it: a state directory that was deleted must not come back, nor be in the way of one that was moved.
            _ = mkdirat(AT_FDCWD, logDirectory, OwnerOnlyFolder);
            above = openat(AT_FDCWD, logDirectory, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);
        }

        if (above < 0) throw Failure(logDirectory);
        try
        {
            var fd = OpenIn(above, service);
            if (fd < 0 && Marshal.GetLastPInvokeError() == Libc.Errno.ENOENT)
            {
                // Somebody else may make it between: then it is opened, if it is no link.
                _ = mkdirat(above, service, OwnerOnlyFolder);
                fd = OpenIn(above, service);
            }

            return fd >= 0 ? new LogFolder(fd) : throw Failure(Path.Combine(logDirectory, service));
        }
        finally
        {
            _ = Libc.close(above);
        }
    }

    /// <summary>Opens <c>logDirectory/service</c> where it is; null where it is not: who only tidies up makes nothing.</summary>
    /// <exception cref="BatonException">Unavailable: it cannot be opened, or is a link.</exception>
    public static LogFolder? OpenExisting(string logDirectory, string service)
    {
        var above = openat(AT_FDCWD, logDirectory, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);
        if (above < 0) return Marshal.GetLastPInvokeError() == Libc.Errno.ENOENT ? null : throw Failure(logDirectory);
        try
        {
            var fd = OpenIn(above, service);
            if (fd >= 0) return new LogFolder(fd);
            return Marshal.GetLastPInvokeError() == Libc.Errno.ENOENT ? null : throw Failure(Path.Combine(logDirectory, service));
        }
        finally
        {
            _ = Libc.close(above);
        }
    }

    /// <summary>Makes a new file; −1 with errno EEXIST when the name is taken.</summary>
    public int CreateFile(string name) => openat(_fd, name, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, OwnerOnlyFile);

    /// <summary>Opens an existing file; never waits, should it turn out to be a FIFO.</summary>
    public int OpenFile(string name) => openat(_fd, name, O_RDWR | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0);

    /// <summary>Something has that name.</summary>
    public bool Has(string name) => faccessat(_fd, name, 0, AT_SYMLINK_NOFOLLOW) == 0;

    /// <summary>Renames within the folder; 0, or −1 with errno.</summary>
    public int Rename(string from, string to) => renameat(_fd, from, _fd, to);

    /// <summary>Removes a file; 0, also when there is none, or −1 with errno.</summary>
    public int Remove(string name) => unlinkat(_fd, name, 0) == 0 || Marshal.GetLastPInvokeError() == Libc.Errno.ENOENT ? 0 : -1;

    /// <summary>The run of that name has a compressed file: of its first part, or its last.</summary>
    public bool HasCompressed(LogFileName name) =>
        Has((name with { IsCompressed = true }).ToString()) || Has((name with { Segment = 0, IsCompressed = true }).ToString());

    /// <summary>Removes a file that is no longer kept; what cannot be removed now falls to the retention of all logs.</summary>
    public void RemoveOld(LogFileName name, bool isCompressing)
    {
        _ = Remove(name.ToString());
        if (isCompressing) _ = Remove((name with { IsCompressed = true }).ToString());
    }

    /// <summary>Names of what lies in it, in no order.</summary>
    public List<string> List() =>
        [.. Directory.EnumerateFileSystemEntries(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"/proc/self/fd/{_fd}")).Select(path => Path.GetFileName(path))];

    /// <inheritdoc/>
    public void Dispose() => _ = Libc.close(_fd);

    private static int OpenIn(int above, string service) => openat(above, service, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW, 0);

    // What cannot be made shows when the folder is opened next.
    private static BatonException Failure(string path) =>
        new(ErrorCode.Unavailable, $"cannot use log folder \"{path}\": {Libc.LastError()}");
}
