using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using Baton.Processes.Hosting;
using Baton.Processes.Native;
using Baton.Processes.Tree;

namespace Baton.Processes.Exits;

/// <summary>
/// Notices the death of every run's first process on one thread, by its pidfd and never by the end of its output, which a grandchild
/// can hold open for ever. The same thread reaps the orphans that came to us.
/// </summary>
internal sealed class ExitWatch : IDisposable
{
    /// <summary>How long the status of a process that is not our child is waited for after its death.</summary>
    public static readonly TimeSpan ForeignLimit = TimeSpan.FromSeconds(1);

    private readonly Epoll _epoll = new();
    private readonly ConcurrentDictionary<ulong, LiveRun> _watched = new();
    private readonly OrphanList _orphans;
    private readonly Action<LiveRun, ExitStatus> _exited;
    private readonly TimeProvider _time;
    private readonly PosixSignalRegistration _childSignal;
    private readonly Thread _thread;
    private ulong _lastToken = Epoll.WakeToken;
    private ProcFiles? _files;
    private volatile bool _isStopping;

    /// <param name="orphans">Where dead orphans are reaped.</param>
    /// <param name="exited">Told of each exit, once, on the watching thread, when the process is reaped and the phase is <see cref="RunPhase.Reaped"/>.</param>
    /// <param name="time">For the limit on what others have to reap.</param>
    public ExitWatch(OrphanList orphans, Action<LiveRun, ExitStatus> exited, TimeProvider time)
    {
        _time = time;
        _orphans = orphans;
        _exited = exited;
        _childSignal = PosixSignalRegistration.Create(PosixSignal.SIGCHLD, _ => _epoll.Wake());
        _thread = new Thread(Watch) { IsBackground = true, Name = "baton exits" };
        _thread.Start();
    }

    /// <summary>Takes the run, whose pidfd is open; its exit is told only after <see cref="Arm"/>. False when the kernel refuses.</summary>
    public bool TryAdd(LiveRun run)
    {
        run.Token = Interlocked.Increment(ref _lastToken);
        _watched[run.Token] = run;
        if (_epoll.AddUnarmed(run.Pidfd, run.Token)) return true;
        _watched.TryRemove(run.Token, out _);
        return false;
    }

    /// <summary>Lets the exit be told, now if it has happened.</summary>
    public void Arm(LiveRun run) => _epoll.Arm(run.Pidfd, run.Token);

    public void Dispose()
    {
        _isStopping = true;
        _childSignal.Dispose();
        _epoll.Wake();
        _thread.Join();
        foreach (var run in _watched.Values) Close(run);
        _files?.Dispose();
        _epoll.Dispose();
    }

    private void Watch()
    {
        Span<ulong> tokens = stackalloc ulong[64];
        while (!_isStopping)
        {
            var hasWoken = false;
            foreach (var token in _epoll.Wait(tokens))
            {
                if (token == Epoll.WakeToken) hasWoken = true;
                else if (_watched.TryGetValue(token, out var run)) Look(run);
            }

            if (hasWoken) _orphans.Reap();
        }
    }

    private void Look(LiveRun run)
    {
        ExitStatus status;
        lock (run.Gate)
        {
            run.IsExitWaiting = run.IsMoving;
            if (run.IsExitWaiting) return;
            var reaped = Libc.Reap(Libc.P_PIDFD, run.Pidfd, out var error);
            if (reaped is null && error == 0)
            {
                Arm(run);
                return;
            }

            // An error means that it is no child of ours, or that somebody else reaped it, which nobody should: it is dead all the same.
            if (reaped is null && run.IsInherited && !TryFindForeign(run, out reaped)) return;
            status = reaped ?? ExitStatus.Unknown;
            run.Exit = status;
            run.Phase = RunPhase.Reaped;
        }

        _watched.TryRemove(run.Token, out _);
        Close(run);
        _exited(run, status);
    }

    /// <summary>False when the status may still come: then its parent's reaping of it, or the end of the time for that, brings it here again.</summary>
    private bool TryFindForeign(LiveRun run, out ExitStatus? status)
    {
        _files ??= new ProcFiles();
        status = ForeignExit.Find(_files, run.Pidfd, run.Pid, run.StartTicks, out var mayCome);
        if (status is not null || !mayCome || run.IsExitOverdue) return true;
        run.ExitAlarm ??= _time.CreateTimer(_ => LookLast(run), null, ForeignLimit, Timeout.InfiniteTimeSpan);
        _epoll.ArmForReap(run.Pidfd, run.Token);
        return false;
    }

    private void LookLast(LiveRun run)
    {
        lock (run.Gate)
        {
            // Its descriptor is closed after it has left this phase, and the number may mean another's then.
            if (run.Phase != RunPhase.Alive || _isStopping) return;
            run.IsExitOverdue = true;
            Arm(run);
        }
    }

    private static void Close(LiveRun run)
    {
        lock (run.Gate)
        {
            run.ExitAlarm?.Dispose();
            if (run.IsInherited) OrphanList.Release(run.Pid);
            _ = Libc.close(run.Pidfd);
            run.Pidfd = -1;
        }
    }
}
