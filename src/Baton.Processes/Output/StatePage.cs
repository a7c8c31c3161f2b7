using Baton.Core;
using Baton.Processes.Native;
using static Baton.Processes.Native.Libc.Files;

namespace Baton.Processes.Output;

/// <summary>
/// The file, mapped shared, in which the pump notes what it has committed, so that a pump that is killed at any instruction loses and
/// doubles nothing. Its space is allocated before it is mapped: a full disk is an error here and never a fault in a store. It grows by
/// chunks that are mapped one by one, so an address in it stays good until <see cref="Dispose"/>.
/// </summary>
internal sealed unsafe class StatePage : IDisposable
{
    /// <summary>Most slots a page has.</summary>
    public const int MaxSlots = 65_536;

    private const long Magic = 0x0001_5455_4F4E_5442; // "BTNOUT", layout 1
    private const int HeaderSize = 4096, SlotsPerChunk = 128, ChunkSize = SlotsPerChunk * StateSlot.Size;

    private readonly Lock _gate = new();
    private readonly string _path;
    private readonly int _fd;
    private readonly List<nint> _chunks = [];
    private bool _isDisposed;
    private bool _isInUse;

    private StatePage(string path, int fd)
    {
        _path = path;
        _fd = fd;
    }

    /// <summary>Opens the page, or makes it; slots that an earlier process took stay taken.</summary>
    /// <exception cref="BatonException">Unavailable: it cannot be read, written or made, or is not such a file.</exception>
    public static StatePage Open(string path)
    {
        var fd = openat(AT_FDCWD, path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0b110_000_000);
        if (fd < 0) throw Failure(path, Libc.LastError());
        var page = new StatePage(path, fd);
        try
        {
            page.ReadHeader();
            var length = lseek(fd, 0, SEEK_END);
            for (var end = HeaderSize + (long)ChunkSize; end <= length && page._chunks.Count * SlotsPerChunk < MaxSlots; end += ChunkSize) page.Grow();
            return page;
        }
        catch
        {
            page.Dispose();
            throw;
        }
    }

    /// <summary>The slot of that number; the page grows when it must.</summary>
    /// <param name="number">0 to <see cref="MaxSlots"/> − 1.</param>
    /// <exception cref="BatonException">Unavailable: the page cannot grow.</exception>
    public StateSlot Slot(int number)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(number);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(number, MaxSlots);
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            while (number >= _chunks.Count * SlotsPerChunk) Grow();
            return new StateSlot((byte*)_chunks[number / SlotsPerChunk] + (number % SlotsPerChunk * StateSlot.Size));
        }
    }

    /// <summary>The runs that have a slot: after a dead pump, those to recover.</summary>
    public IReadOnlyList<SlotEntry> InUse()
    {
        int slots;
        lock (_gate) slots = _chunks.Count * SlotsPerChunk;
        var entries = new List<SlotEntry>();
        for (var number = 0; number < slots; number++)
        {
            if (Slot(number).Entry(number) is { } entry) entries.Add(entry);
        }

        return entries;
    }

    /// <summary>A thread that cannot be ended may still write to the page: it stays mapped until the process ends.</summary>
    public void KeepMapped() => Volatile.Write(ref _isInUse, true);

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_isDisposed) return;
            _isDisposed = true;
            _ = Libc.close(_fd);
            if (Volatile.Read(ref _isInUse)) return;
            foreach (var chunk in _chunks) _ = munmap((void*)chunk, ChunkSize);
        }
    }

    private static BatonException Failure(string path, string reason) =>
        new(ErrorCode.Unavailable, $"cannot use output state \"{path}\": {reason}");

    private void ReadHeader()
    {
        long magic = 0;
        var had = pread(_fd, &magic, sizeof(long), 0);
        if (had == sizeof(long) && magic == Magic) return;
        // A file shorter than a chunk holds no slot: its maker died, or the disk was full.
        if (had < 0) throw Failure(_path, Libc.LastError());
        if (lseek(_fd, 0, SEEK_END) > HeaderSize) throw Failure(_path, "it is of another version of Baton, or damaged; remove it while nothing runs");
        magic = Magic;
        if (pwrite(_fd, &magic, sizeof(long), 0) != sizeof(long)) throw Failure(_path, Libc.LastError());
    }

    private void Grow()
    {
        var error = posix_fallocate(_fd, 0, HeaderSize + ((_chunks.Count + 1L) * ChunkSize));
        if (error != 0) throw Failure(_path, System.Runtime.InteropServices.Marshal.GetPInvokeErrorMessage(error));
        Map();
    }

    private void Map()
    {
        var chunk = mmap(null, ChunkSize, PROT_READ_WRITE, MAP_SHARED | MAP_POPULATE, _fd, HeaderSize + ((long)_chunks.Count * ChunkSize));
        if ((nint)chunk == -1) throw Failure(_path, Libc.LastError());
        _chunks.Add((nint)chunk);
    }
}
