using Baton.Core;
using Baton.Processes.Native;
using Baton.Processes.Spawning;
using Baton.Processes.Tree;

namespace Baton.Processes.Programs;

/// <summary>
/// One short-lived program and the thread that makes it, reads it, waits for it and reaps it. One thread for all of that: the kernel gives
/// the child of a thread that has ended to our first thread, where <see cref="Exits.OrphanList"/> would reap it. And a start that hangs
/// in the kernel hangs alone.
/// </summary>
[System.Diagnostics.CodeAnalysis.SuppressMessage("Design", "CA1001:Types that own disposable fields should be disposable", Justification = "Its thread disposes of them at its end.")]
internal sealed unsafe class ProgramRun
{
    private const ulong Died = 1, Readable = 2;
    private const int StackBytes = 256 * 1024;

    // What the pipe can hold; more than that after the death is of something that lives on.
    private const int LastBytes = 64 * 1024;

    private static readonly Lazy<ulong> SoftOpenFiles = new(() => InheritedLimit.Find(Environment.GetEnvironmentVariable), LazyThreadSafetyMode.PublicationOnly);

    private readonly Launch _launch;
    private readonly RunMark? _mark;
    private readonly Action _over;
    private readonly Epoll _epoll = new();
    private readonly TaskCompletionSource<ExitStatus> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private volatile bool _isAsked;
    private volatile bool _isDoomed;

    private ProgramRun(Launch launch, RunMark? mark, Action over)
    {
        _launch = launch;
        _mark = mark;
        _over = over;
    }

    /// <summary>How it ended; faulted with a <see cref="BatonException"/> when it could not be started or watched.</summary>
    public Task<ExitStatus> Ended => _ended.Task;

    /// <summary>What it wrote last.</summary>
    public OutputTail Output { get; } = new(ShortProgram.OutputBytes);

    /// <param name="launch">What to run, not refused by <see cref="SpawnDiagnosis.RefusalOf"/>.</param>
    /// <param name="mark">Of the run it belongs to; null for none.</param>
    /// <param name="over">Called once, when its thread has nothing more to do; not when there is an exception.</param>
    /// <exception cref="BatonException">Unavailable: the system gives no more descriptors or threads.</exception>
    public static ProgramRun Start(Launch launch, RunMark? mark, Action over)
    {
        var run = new ProgramRun(launch, mark, over);
        try
        {
            new Thread(run.Work, StackBytes) { IsBackground = true, Name = "baton program" }.Start();
            return run;
        }
        catch (Exception e) when (e is OutOfMemoryException or ThreadStartException)
        {
            run._epoll.Dispose();
            throw new BatonException(ErrorCode.Unavailable, "the system gives no more threads", e);
        }
    }

    /// <summary>Kills its whole session, as soon as there is one.</summary>
    public void Kill()
    {
        _isDoomed = true;
        _epoll.Wake();
    }

    /// <summary>Asks its process group to end, as soon as there is one.</summary>
    public void Terminate()
    {
        _isAsked = true;
        _epoll.Wake();
    }

    private void Work()
    {
        try
        {
            _ended.TrySetResult(Run());
        }
        catch (Exception e) when (e is BatonException or IOException or UnauthorizedAccessException)
        {
            // The latter two before the spawn: no descriptors left, or no room for the sign.
            _ended.TrySetException(e as BatonException ?? new BatonException(ErrorCode.Unavailable, e.Message, e));
            // Nobody may be waiting any more.
            _ = _ended.Task.Exception;
        }

        _epoll.Dispose();
        _over();
    }

    private ExitStatus Run()
    {
        var ends = stackalloc int[2];
        if (Libc.pipe2(ends, Libc.O_CLOEXEC | Libc.O_NONBLOCK) != 0) throw Failure($"cannot make a pipe for its output: {Libc.LastError()}");
        var (reader, writer) = (ends[0], ends[1]);
        try
        {
            int pid;
            ulong openFiles;
            try
            {
                openFiles = SoftOpenFiles.Value;
                // Then it can open /dev/stdout anew. Refused only where setpriv will be too.
                if (_launch.Credentials?.As is { } owner) _ = Libc.fchown(writer, owner.Uid, owner.Gid);
                pid = Spawn(ProgramSign.PathOf(writer));
            }
            finally
            {
                _ = Libc.close(writer);
            }

            InheritedLimit.Restore(pid, openFiles);
            return Watch(pid, reader);
        }
        finally
        {
            _ = Libc.close(reader);
        }
    }

    private int Spawn(string output)
    {
        var (program, arguments) = ExecChain.Of(_launch);
        var environment = _launch.Environment.Select(v => $"{v.Key}={v.Value}").ToList();
        var order = new SpawnOrder(program, arguments, environment, _launch.WorkingDirectory, output, output);
        var (pid, error) = SpawnGate.Spawn(_mark, order, ProgramSign.Path);
        if (error == Libc.Errno.ENOEXEC) (pid, error) = SpawnGate.Spawn(_mark, order.ThroughShell(), ProgramSign.Path);
        return error == 0 ? pid : throw Failure(SpawnDiagnosis.Explain(_launch, program, error));
    }

    private ExitStatus Watch(int pid, int reader)
    {
        var pidfd = Libc.PidfdOpen(pid);
        if (pidfd < 0 || !_epoll.Add(pidfd, Died) || !_epoll.Add(reader, Readable))
        {
            var reason = Libc.LastError();
            End(pid, pidfd, isWhole: true);
            throw Failure($"it could not be watched and was killed: {reason}");
        }

        var isKilled = false;
        Span<ulong> tokens = stackalloc ulong[3];
        while (true)
        {
            var happened = _epoll.Wait(tokens);
            if (_isAsked && happened.Contains(Epoll.WakeToken)) _ = Libc.kill(-pid, Libc.SIGTERM);
            if (_isDoomed && happened.Contains(Epoll.WakeToken))
            {
                isKilled = true;
                KillSession(pid);
            }

            if (happened.Contains(Died)) break;
            if (happened.Contains(Readable) && Read(reader, LastBytes)) _epoll.Arm(reader, Readable);
        }

        Read(reader, LastBytes);
        return End(pid, pidfd, isKilled);
    }

    /// <summary>Kills what is left of it, and reaps it. Until it is reaped its number means no other group and no other session.</summary>
    private static ExitStatus End(int pid, int pidfd, bool isWhole)
    {
        if (isWhole) KillSession(pid);
        else _ = Libc.kill(-pid, Libc.SIGKILL);
        var status = Libc.Reap(Libc.P_PID, pid, out _, block: true) ?? ExitStatus.Unknown;
        if (pidfd >= 0) _ = Libc.close(pidfd);
        return status;
    }

    private static void KillSession(int session)
    {
        _ = Libc.kill(-session, Libc.SIGKILL);
        // A shell with job control gives each of its jobs a group of its own.
        using var snapshot = new ProcSnapshot();
        try
        {
            snapshot.Take();
        }
        catch (BatonException)
        {
            // No descriptor is left to look around with. The group is dead, and is all there is of nearly every program.
            return;
        }

        foreach (ref readonly var entry in snapshot.Entries)
        {
            if (entry.Session == session && Libc.getsid(entry.Pid) == session) _ = Libc.kill(entry.Pid, Libc.SIGKILL);
        }
    }

    /// <summary>Reads what is there, up to <paramref name="most"/> bytes; false at the end of the stream.</summary>
    private bool Read(int reader, int most)
    {
        Span<byte> buffer = stackalloc byte[ShortProgram.OutputBytes];
        for (var read = 0; read < most;)
        {
            nint got;
            fixed (byte* start = buffer) got = Libc.read(reader, start, buffer.Length);
            // Negative is "nothing now": the descriptor does not block, and a pipe of ours has no other trouble.
            if (got <= 0) return got < 0;
            Output.Append(buffer[..(int)got]);
            read += (int)got;
        }

        return true;
    }

    private static BatonException Failure(string reason) => new(ErrorCode.SpawnFailed, reason);
}
