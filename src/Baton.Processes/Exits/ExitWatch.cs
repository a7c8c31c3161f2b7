using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using Baton.Processes.Hosting;
using Baton.Processes.Native;

namespace Baton.Processes.Exits;

/// <summary>
/// Notices the death of every run's first process on one thread, by its pidfd and never by the end of its output, which a grandchild
/// can hold open for ever. The same thread reaps the orphans that came to us.
/// </summary>
internal sealed class ExitWatch : IDisposable
{
    private readonly Epoll _epoll = new();
    private readonly ConcurrentDictionary<ulong, LiveRun> _watched = new();
    private readonly OrphanList _orphans;
    private readonly Action<LiveRun, ExitStatus> _exited;
    private readonly PosixSignalRegistration _childSignal;
    private readonly Thread _thread;
    private ulong _lastToken = Epoll.WakeToken;
    private volatile bool _isStopping;

    /// <param name="orphans">Where dead orphans are reaped.</param>
    /// <param name="exited">Told of each exit, once, on the watching thread, when the process is reaped and the phase is <see cref="RunPhase.Reaped"/>.</param>
    public ExitWatch(OrphanList orphans, Action<LiveRun, ExitStatus> exited)
    {
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
        foreach (var run in _watched.Values) Libc.close(run.Pidfd);
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

            // An error means that somebody else reaped it, which nobody should: it is dead all the same.
            status = reaped ?? ExitStatus.Unknown;
            run.Phase = RunPhase.Reaped;
        }

        _watched.TryRemove(run.Token, out _);
        Libc.close(run.Pidfd);
        _exited(run, status);
    }
}
