using Baton.Core;
using Baton.Processes.Native;

namespace Baton.Processes.Records;

/// <summary>
/// A file mapped shared, piece by piece: what is stored in it is in the page cache at once and outlives a killed process. Its blocks are
/// allocated before they are mapped, since a store to a hole on a full disk would be a SIGBUS.
/// </summary>
public sealed unsafe class MappedFile : IDisposable
{
    private readonly string _path;
    private readonly int _fd;
    private readonly List<(nint Address, nuint Length)> _pieces = [];

    private MappedFile(string path, int fd)
    {
        _path = path;
        _fd = fd;
    }

    /// <summary>Opens or creates the file, readable by its owner alone.</summary>
    /// <param name="path">The file; its folder exists.</param>
    /// <exception cref="BatonException">Unavailable: it cannot be opened.</exception>
    public static MappedFile Open(string path)
    {
        var fd = Libc.open(path, Libc.O_RDWR | Libc.O_CREAT | Libc.O_CLOEXEC, 0x180 /* 0600 */);
        return fd >= 0 ? new MappedFile(path, fd) : throw Unavailable(path, Libc.LastError());
    }

    /// <summary>Maps <paramref name="length"/> bytes from <paramref name="offset"/> (whole pages), which the file is extended to hold.</summary>
    /// <param name="offset">Where, in bytes.</param>
    /// <param name="length">How much, in bytes.</param>
    /// <exception cref="BatonException">Unavailable: there is no room on the disk, or it cannot be mapped.</exception>
    public byte* Map(long offset, int length)
    {
        var error = Libc.posix_fallocate(_fd, offset, length);
        if (error != 0) throw Unavailable(_path, System.Runtime.InteropServices.Marshal.GetPInvokeErrorMessage(error));
        var address = Libc.mmap(null, (nuint)length, Libc.PROT_READ | Libc.PROT_WRITE, Libc.MAP_SHARED, _fd, offset);
        if ((nint)address == -1) throw Unavailable(_path, Libc.LastError());
        _pieces.Add(((nint)address, (nuint)length));
        return (byte*)address;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var (address, length) in _pieces) Libc.munmap((void*)address, length);
        _pieces.Clear();
        Libc.close(_fd);
    }

    private static BatonException Unavailable(string path, string reason) =>
        new(ErrorCode.Unavailable, $"cannot use file \"{path}\": {reason}");
}
