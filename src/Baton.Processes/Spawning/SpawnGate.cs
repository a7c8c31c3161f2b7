using System.Runtime.InteropServices;
using Baton.Core;
using Baton.Processes.Native;
using Baton.Processes.Tree;

namespace Baton.Processes.Spawning;

/// <summary>
/// While a run is spawned, this process itself carries the run's limit mark, so that the child has it before its first instruction: put
/// on afterwards, it would miss what the child forked meanwhile. The limit belongs to the whole process, so a spawn begins when the
/// child of the one before exists. That child says so by opening a FIFO and closing it, as the first of its file actions; what it
/// does after that, the exec above all, goes on beside the next spawn.
/// </summary>
internal static unsafe class SpawnGate
{
    private static readonly Lock Gate = new();
    private static Libc.Limit _before;
    private static int _reader = -1;
    private static readonly int Over = Libc.eventfd(0, Libc.EFD_CLOEXEC | Libc.EFD_NONBLOCK);
    private static long _last;
    private static long _lastOver;
    private static volatile bool _isWaiting;
    private static int _inside;

    /// <summary>Makes the FIFO that children open.</summary>
    public static void Prepare(string fifo)
    {
        if (Libc.mkfifo(fifo, 0x180 /* 0600 */) != 0 && Marshal.GetLastPInvokeError() != Libc.Errno.EEXIST)
            throw new BatonException(ErrorCode.Unavailable, $"cannot create \"{fifo}\": {Libc.LastError()}");
    }

    /// <summary>Spawns under the mark.</summary>
    /// <param name="mark">The mark; null for what belongs to no run and must not look as if it did.</param>
    /// <param name="order">What to spawn.</param>
    /// <param name="fifo">Path of the FIFO that the child opens.</param>
    /// <returns>Pid, or 0 and the errno.</returns>
    public static (int Pid, int Error) Spawn(RunMark? mark, SpawnOrder order, string fifo)
    {
        var turn = Enter(mark, fifo);
        var result = Spawner.Spawn(order, fifo);
        // The child may never have been there, or have been killed before it could say so: then nobody else does.
        SayOver(turn);
        Leave();
        return result;
    }

    private static long Enter(RunMark? mark, string fifo)
    {
        lock (Gate)
        {
            if (_reader >= 0)
            {
                WaitForClose(_reader);
                _ = Libc.close(_reader);
            }

            _reader = Libc.open(fifo, Libc.O_RDONLY | Libc.O_NONBLOCK | Libc.O_CLOEXEC, 0);
            if (_reader < 0) throw new BatonException(ErrorCode.Unavailable, $"cannot open \"{fifo}\": {Libc.LastError()}");
            fixed (Libc.Limit* before = &_before)
            {
                if (_inside++ == 0) _ = Libc.prlimit64(0, Libc.RLIMIT_LOCKS, null, before);
                // Refused only where the hard limit was lowered; the child then shows that it has no mark.
                if (mark is { } own) own.Put(0);
                else _ = Libc.prlimit64(0, Libc.RLIMIT_LOCKS, before, null);
            }

            return Interlocked.Increment(ref _last);
        }
    }

    /// <summary>The last one out puts the limit back.</summary>
    private static void Leave()
    {
        lock (Gate)
        {
            if (--_inside > 0) return;
            _ = Libc.close(_reader);
            _reader = -1;
            fixed (Libc.Limit* before = &_before) _ = Libc.prlimit64(0, Libc.RLIMIT_LOCKS, before, null);
        }
    }

    /// <summary>Returns when somebody has opened the other end and nobody has it open any more, or that turn is over.</summary>
    private static void WaitForClose(int reader)
    {
        const short readable = 1;
        var polls = stackalloc Libc.PollDescriptor[2];
        _isWaiting = true;
        Interlocked.MemoryBarrier();
        while (Volatile.Read(ref _lastOver) < _last)
        {
            polls[0] = new Libc.PollDescriptor { Descriptor = reader };
            polls[1] = new Libc.PollDescriptor { Descriptor = Over, Wanted = readable };
            if (Libc.poll(polls, 2, -1) < 0) continue;
            if (polls[0].Happened != 0) break;
            // The end of an earlier turn wakes too; it is taken off and the waiting goes on.
            ulong count;
            _ = Libc.read(Over, &count, sizeof(ulong));
        }

        _isWaiting = false;
    }

    private static void SayOver(long turn)
    {
        long known;
        while ((known = Volatile.Read(ref _lastOver)) < turn && Interlocked.CompareExchange(ref _lastOver, turn, known) != known) continue;
        // After the number, which is a full fence: who waits has said so before it looked at the number, or sees it.
        Interlocked.MemoryBarrier();
        if (!_isWaiting) return;
        ulong one = 1;
        _ = Libc.write(Over, &one, sizeof(ulong));
    }
}
