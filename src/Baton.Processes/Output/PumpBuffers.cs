using System.Runtime.InteropServices;
using Baton.Core;
using Baton.Processes.Native;
using static Baton.Processes.Native.Libc.Files;

namespace Baton.Processes.Output;

/// <summary>
/// What one pump thread works with: a private pipe to peek through, room for what was peeked and for what it becomes, and memory to read
/// consumed bytes into, which nobody looks at. Outside the managed heap, and touched up front.
/// </summary>
internal sealed unsafe class PumpBuffers : IDisposable
{
    // Consumed bytes are read over and over into the same small piece of memory, which so stays in the processor's cache, and is locked,
    // so that the read that consumes can never stop half way for a page that is not there.
    private const int ScratchSize = 64 << 10, MaxVectors = 2 + (Fifo.WantedBytes / ScratchSize);

    private readonly byte* _memory;
    private readonly nint _memorySize;
    private readonly byte* _scratch;
    private readonly IoVector* _vectors;
    private readonly int _peekRead;
    private readonly int _peekWrite;

    /// <param name="chunk">Bytes taken from a FIFO at once, at most <see cref="Fifo.WantedBytes"/>.</param>
    public PumpBuffers(int chunk)
    {
        InputCapacity = chunk;
        OutputCapacity = chunk + (chunk / 2) + 4096;
        _memorySize = InputCapacity + OutputCapacity + ScratchSize;
        var ends = stackalloc int[2];
        if (pipe2(ends, O_CLOEXEC | O_NONBLOCK) != 0) throw Failure();
        (_peekRead, _peekWrite) = (ends[0], ends[1]);
        for (var size = Fifo.WantedBytes; size >= 1 << 17 && fcntl(_peekWrite, F_SETPIPE_SZ, size) < 0; size /= 2)
        {
            // Users other than root may have used up their pipe memory: a smaller pipe peeks less at once.
        }

        var memory = mmap(null, _memorySize, PROT_READ_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_POPULATE, -1, 0);
        if ((nint)memory == -1)
        {
            var failure = Failure();
            _ = Libc.close(_peekRead);
            _ = Libc.close(_peekWrite);
            throw failure;
        }

        _memory = (byte*)memory;
        _scratch = _memory + InputCapacity + OutputCapacity;
        // Not granted everywhere; then the pages are at least present now, and used all the time.
        _ = mlock(_scratch, ScratchSize);
        _vectors = (IoVector*)NativeMemory.Alloc(MaxVectors, (nuint)sizeof(IoVector));
    }

    /// <summary>Bytes that one peek gives at most.</summary>
    public int InputCapacity { get; }

    /// <summary>Bytes of output that are written at once at most.</summary>
    public int OutputCapacity { get; }

    /// <summary>What the last peek gave.</summary>
    public byte* Input => _memory;

    /// <summary>Where tagged bytes are put together.</summary>
    public byte* Output => _memory + InputCapacity;

    /// <summary>Copies what is at the head of a FIFO to <see cref="Input"/> and leaves it there.</summary>
    /// <returns>Bytes; 0 when there are none.</returns>
    public int Peek(Fifo fifo, int limit)
    {
        nint count;
        do count = tee(fifo.Fd, _peekWrite, Math.Min(limit, InputCapacity), SPLICE_F_NONBLOCK);
        while (count < 0 && Marshal.GetLastPInvokeError() == Libc.Errno.EINTR);
        if (count <= 0) return 0;
        for (nint had = 0; had < count;)
        {
            var n = read(_peekRead, Input + had, count - had);
            if (n > 0) had += n;
            else if (n == 0 || Marshal.GetLastPInvokeError() != Libc.Errno.EINTR) throw new System.Diagnostics.UnreachableException("the peek pipe lost bytes");
        }

        return (int)count;
    }

    /// <summary>Somebody has the other end of a FIFO open, or what he wrote is still in it.</summary>
    public bool HasWriter(Fifo fifo)
    {
        nint count;
        do count = tee(fifo.Fd, _peekWrite, 1, SPLICE_F_NONBLOCK);
        while (count < 0 && Marshal.GetLastPInvokeError() == Libc.Errno.EINTR);
        if (count > 0) _ = read(_peekRead, Input, 1);
        return count != 0;
    }

    /// <summary>
    /// Takes <paramref name="count"/> bytes out of a FIFO in one system call, the first of them to <paramref name="mark"/>. The kernel
    /// copies all of them or, should the process die first, none: they are all there, and their memory is too.
    /// </summary>
    public void Consume(Fifo fifo, byte* mark, int count)
    {
        _vectors[0] = new IoVector { Base = mark, Length = 1 };
        var vectors = 1;
        for (var rest = count - 1; rest > 0; rest -= ScratchSize)
        {
            _vectors[vectors++] = new IoVector { Base = _scratch, Length = Math.Min(rest, ScratchSize) };
        }

        nint n;
        do n = readv(fifo.Fd, _vectors, vectors);
        while (n < 0 && Marshal.GetLastPInvokeError() == Libc.Errno.EINTR);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _ = munmap(_memory, _memorySize);
        NativeMemory.Free(_vectors);
        _ = Libc.close(_peekRead);
        _ = Libc.close(_peekWrite);
    }

    private static BatonException Failure() => new(ErrorCode.Unavailable, $"cannot start the output pump: {Libc.LastError()}");
}
