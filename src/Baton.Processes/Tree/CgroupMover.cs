using System.Buffers.Text;
using System.Runtime.InteropServices;
using Baton.Processes.Exits;
using Baton.Processes.Hosting;
using Baton.Processes.Native;

namespace Baton.Processes.Tree;

/// <summary>
/// Moves new runs into their cgroups on a thread of its own: a move can take 6 ms in the kernel, for which neither the new process nor a
/// restart may wait.
/// </summary>
internal sealed class CgroupMover : IDisposable
{
    private readonly WorkQueue<LiveRun> _queue = new();
    private readonly ProcFiles _files = new();
    private readonly CgroupHome _home;
    private readonly ExitWatch _exits;
    private readonly Action<string> _trouble;
    private readonly Thread _thread;
    private bool _hasFailed;

    public CgroupMover(CgroupHome home, ExitWatch exits, Action<string> trouble)
    {
        _home = home;
        _exits = exits;
        _trouble = trouble;
        _thread = new Thread(Move) { IsBackground = true, Name = "baton cgroups" };
        _thread.Start();
    }

    public void Post(LiveRun run) => _queue.Post(run);

    public void Dispose()
    {
        _queue.Complete();
        _thread.Join();
        _queue.Dispose();
        _files.Dispose();
    }

    private void Move()
    {
        while (_queue.TryTake(out var run))
        {
            lock (run.Gate)
            {
                if (run.Phase != RunPhase.Alive) continue;
                run.IsMoving = true;
            }

            var isMoved = _home.TryMove(run.Id.Service, run.Pid);
            var error = Marshal.GetLastPInvokeError();
            if (isMoved) MoveDescendants(run);
            lock (run.Gate)
            {
                run.IsMoving = false;
                if (run.IsExitWaiting) _exits.Arm(run);
            }

            if (!isMoved && error != Libc.Errno.ESRCH) Tell(run, error);
        }
    }

    /// <summary>Moves what was forked before the move; what is forked after it is born in the cgroup.</summary>
    private void MoveDescendants(LiveRun run)
    {
        var todo = new Queue<int>();
        AddChildrenOf(run.Pid, todo);
        while (todo.TryDequeue(out var pid))
        {
            if (!_files.TryStat(pid, out var entry) || !entry.IsAlive) continue;
            var pidfd = VerifiedProcess.Open(_files, entry);
            if (pidfd < 0) continue;
            _home.TryMove(run.Id.Service, pid);
            AddChildrenOf(pid, todo);
            // The write named a number: had its process died before, the number could have been a stranger's by then.
            var hasLived = _files.TryStat(pid, out var after) && after.StartTicks == entry.StartTicks;
            Libc.close(pidfd);
            if (!hasLived && after.Pid == pid) _home.MoveOut(pid);
        }
    }

    private void AddChildrenOf(int pid, Queue<int> todo)
    {
        // Threads other than the first may have forked too, but that early in a program's life none has; the kill reaches those anyway.
        var rest = _files.Read(pid, System.Text.Encoding.ASCII.GetBytes($"task/{pid}/children"));
        while (todo.Count < 4096 && Utf8Parser.TryParse(rest, out int child, out var used))
        {
            todo.Enqueue(child);
            rest = rest.Length > used ? rest[(used + 1)..] : [];
        }
    }

    private void Tell(LiveRun run, int error)
    {
        if (_hasFailed) return;
        _hasFailed = true;
        _trouble($"services are not moved into cgroups: moving \"{run.Id.Service}\" failed: {Marshal.GetPInvokeErrorMessage(error)}");
    }
}
