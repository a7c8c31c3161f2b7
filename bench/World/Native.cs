using System.Runtime.InteropServices;

namespace Baton.Bench.World;

/// <summary>The few calls that .NET has no words for.</summary>
internal static unsafe partial class Native
{
    public const int Kill = 9;
    public const int Terminate = 15;

    private const int NoSuchProcess = 3;
    private const int PidfdOpen = 434;
    private const short Readable = 1;

    /// <summary>False when there is no such process any more.</summary>
    public static bool Signal(int pid, int signal)
    {
        if (SendSignal(pid, signal) == 0) return true;
        return Marshal.GetLastPInvokeError() == NoSuchProcess ? false : throw Failure($"kill {pid}");
    }

    public static void MakeFifo(string path)
    {
        if (CreateFifo(path, 0x180) != 0) throw Failure($"mkfifo {path}");
    }

    /// <summary>A descriptor that can be read when the process has ended; negative when it has been reaped already.</summary>
    public static int OpenPidfd(int pid) => (int)SystemCall(PidfdOpen, pid, 0);

    /// <summary>Waits until the process behind <paramref name="pidfd"/> has ended; false after the limit. Closes the descriptor.</summary>
    public static bool AwaitEnd(int pidfd, TimeSpan limit)
    {
        if (pidfd < 0) return true;
        var watched = new PollRecord { Descriptor = pidfd, Events = Readable };
        var ready = Poll(&watched, 1, (int)Math.Max(0, limit.TotalMilliseconds));
        _ = Close(pidfd);
        return ready > 0;
    }

    /// <summary>Processor time of a process, ended threads counted, to the nanosecond.</summary>
    public static TimeSpan ProcessorTime(int pid)
    {
        // CPUCLOCK_SCHED of the process, as clock_getcpuclockid(3) makes it; /proc/PID/stat counts in steps of 10 ms.
        if (ClockTime((~pid << 3) | 2, out var time) != 0) throw Failure($"processor time of {pid}");
        return TimeSpan.FromTicks((time.Seconds * TimeSpan.TicksPerSecond) + (time.Nanoseconds / TimeSpan.NanosecondsPerTick));
    }

    private static InvalidOperationException Failure(string what) =>
        new($"{what}: {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}");

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int SendSignal(int pid, int signal);

    [LibraryImport("libc", EntryPoint = "mkfifo", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int CreateFifo(string path, uint mode);

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    private static partial long SystemCall(long number, long first, long second);

    [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
    private static partial int Poll(PollRecord* records, ulong count, int limitMs);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);

    [LibraryImport("libc", EntryPoint = "clock_gettime", SetLastError = true)]
    private static partial int ClockTime(int clock, out TimeRecord time);

    private struct PollRecord
    {
        public int Descriptor;
        public short Events;
        public short Returned;
    }

    private struct TimeRecord
    {
        public long Seconds;
        public long Nanoseconds;
    }
}
