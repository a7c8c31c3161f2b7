using Baton.Core;
using Baton.Processes.Native;
using static Baton.Processes.Native.Libc.Files;

namespace Baton.Processes.Output;

/// <summary>
/// The FIFO of one stream, read end. The run's processes open it for reading and writing by themselves, so what they wrote stays in it
/// while any of them lives, with or without a pump.
/// </summary>
internal sealed unsafe class Fifo : IDisposable
{
    /// <summary>Capacity asked for, in bytes: on the kernel's default of 64 KiB a flood moves at half the speed.</summary>
    public const int WantedBytes = 1 << 20;

    private Fifo(OutputStream stream, string path, int fd, int capacity)
    {
        Stream = stream;
        Path = path;
        Fd = fd;
        Capacity = capacity;
    }

    /// <summary>Which stream it carries.</summary>
    public OutputStream Stream { get; }

    /// <summary>Absolute path.</summary>
    public string Path { get; }

    /// <summary>Descriptor of the read end; −1 once disposed.</summary>
    public int Fd { get; private set; }

    /// <summary>Bytes it holds; less than <see cref="WantedBytes"/> where the user's share of pipe memory is used up.</summary>
    public int Capacity { get; }

    /// <summary>Everybody else closed it: it is watched for a new writer only, since its end would be told without end. Loop's own.</summary>
    public bool IsDeserted { get; set; }

    /// <summary>Bytes in it now.</summary>
    public int Available
    {
        get
        {
            int bytes;
            return ioctl(Fd, FIONREAD, &bytes) == 0 ? bytes : 0;
        }
    }

    /// <summary>
    /// Makes the FIFO, or takes the one that an earlier run of the slot left, which saves making and deleting two files per run (some
    /// file systems get slow when thousands of files were deleted lately). One that somebody still holds, who leaked out of the tree,
    /// is not ours to use: it loses its name and a new one is made.
    /// </summary>
    public static Fifo Create(OutputStream stream, string path)
    {
        if (mkfifo(path, 0b110_000_000) == 0) return OpenEnd(stream, path);
        if (System.Runtime.InteropServices.Marshal.GetLastPInvokeError() != Libc.Errno.EEXIST) throw Failure("make", path);
        if (HasNoReader(path))
        {
            var fifo = OpenEnd(stream, path);
            if (fifo.HasNoWriter) return fifo;
            fifo.Dispose();
        }

        _ = unlinkat(AT_FDCWD, path, 0);
        return mkfifo(path, 0b110_000_000) == 0 ? OpenEnd(stream, path) : throw Failure("make", path);
    }

    /// <summary>Opens the FIFO a dead pump left; makes it when it is gone.</summary>
    public static Fifo Reopen(OutputStream stream, string path) =>
        faccessat(AT_FDCWD, path, 0, AT_SYMLINK_NOFOLLOW) == 0 ? OpenEnd(stream, path) : Create(stream, path);

    /// <summary>Removes the file; whoever has it open is not disturbed.</summary>
    public void Unlink() => _ = unlinkat(AT_FDCWD, Path, 0);

    /// <summary>Closes it; the file stays for the slot's next run.</summary>
    public void Dispose()
    {
        if (Fd >= 0) _ = Libc.close(Fd);
        Fd = -1;
    }

    /// <summary>Nobody has the other end open: a read then finds the end at once, and otherwise nothing yet, or something stale.</summary>
    private bool HasNoWriter
    {
        get
        {
            byte one;
            return read(Fd, &one, 1) == 0;
        }
    }

    /// <summary>It is a FIFO and nobody has it open for reading: what opens it for writing only is then refused.</summary>
    private static bool HasNoReader(string path)
    {
        var fd = openat(AT_FDCWD, path, O_WRONLY | O_NONBLOCK | O_CLOEXEC | O_NOFOLLOW, 0);
        if (fd < 0) return System.Runtime.InteropServices.Marshal.GetLastPInvokeError() == Libc.Errno.ENXIO;
        _ = Libc.close(fd);
        return false;
    }

    private static Fifo OpenEnd(OutputStream stream, string path)
    {
        var fd = openat(AT_FDCWD, path, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOFOLLOW, 0);
        if (fd < 0) throw Failure("open", path);
        // Only a pipe has a pipe size: this also refuses anything else that lies under the name.
        var capacity = Enlarge(fd);
        if (capacity > 0) return new Fifo(stream, path, fd, capacity);
        _ = Libc.close(fd);
        throw new BatonException(ErrorCode.Unavailable, $"cannot open output pipe \"{path}\": it is not a FIFO");
    }

    // Users other than root get 64 MiB of pipe memory in all by default: then less must do.
    private static int Enlarge(int fd)
    {
        for (var size = WantedBytes; size >= 1 << 17; size /= 2)
        {
            if (fcntl(fd, F_SETPIPE_SZ, size) >= 0) break;
        }

        return fcntl(fd, F_GETPIPE_SZ, 0);
    }

    private static BatonException Failure(string verb, string path) =>
        new(ErrorCode.Unavailable, $"cannot {verb} output pipe \"{path}\": {Libc.LastError()}");
}
