using System.Buffers.Text;
using System.Globalization;
using Baton.Processes.Hosting;
using Baton.Processes.Native;
using Baton.Processes.Records;
using Baton.Processes.Tree;

namespace Baton.Processes.Exits;

/// <summary>
/// The processes that the kernel gave us when their parent died, we being their subreaper. They appear among the children of our first
/// thread, while what we spawn appears among those of the spawning threads. Whatever is left of a run after its first process hangs
/// below one of them, so this one small file answers whether a tree is gone.
/// </summary>
internal sealed unsafe class OrphanList : IDisposable
{
    // The kernel's list is exact only while nothing is reaped from it, so looking and reaping are one step, for all hosts of a process.
    private static readonly Lock Gate = new();

    // First processes of runs that an earlier host began: where they come to us as orphans, the exit watch reaps them, who needs the status.
    private static readonly HashSet<int> Kept = [];

    private readonly StateId _state;
    private readonly int _ownSession;
    private readonly int _children;
    private byte[] _text = GC.AllocateUninitializedArray<byte>(4096, pinned: true);

    public OrphanList(StateId state)
    {
        _state = state;
        var self = Environment.ProcessId;
        _ownSession = Libc.getsid(0);
        _children = Libc.open(string.Create(CultureInfo.InvariantCulture, $"/proc/{self}/task/{self}/children"), Libc.O_RDONLY | Libc.O_CLOEXEC, 0);
    }

    /// <summary>The kernel offers the list; when not, <see cref="IsGone"/> never says yes and the tree keeper's snapshots decide.</summary>
    public bool IsAvailable => _children >= 0;

    /// <summary>True when nothing lives below us that is, or might be, of this run, whose first process is reaped. Reaps on the way.</summary>
    public bool IsGone(LiveRun run)
    {
        lock (Gate) return IsAvailable && !Reap(run);
    }

    /// <summary>Reaps the orphans that have died.</summary>
    public void Reap()
    {
        lock (Gate)
        {
            if (IsAvailable) Reap(null);
        }
    }

    /// <summary>Leaves the reaping of a process to somebody else.</summary>
    public static void Keep(int pid)
    {
        lock (Gate) Kept.Add(pid);
    }

    /// <summary>Takes that back.</summary>
    public static void Release(int pid)
    {
        lock (Gate) Kept.Remove(pid);
    }

    public void Dispose()
    {
        if (IsAvailable) Libc.close(_children);
    }

    private bool Reap(LiveRun? run)
    {
        while (true)
        {
            var hasReaped = false;
            var isLeft = false;
            var rest = ReadChildren();
            while (Utf8Parser.TryParse(rest, out int pid, out var used))
            {
                rest = rest.Length > used ? rest[(used + 1)..] : [];
                isLeft |= Look(pid, run, ref hasReaped);
            }

            // The children of what was reaped were added to the list, perhaps behind our back.
            if (!hasReaped) return isLeft;
        }
    }

    /// <summary>Reaps it when it is dead; true when it lives and may be of <paramref name="run"/>.</summary>
    private bool Look(int pid, LiveRun? run, ref bool hasReaped)
    {
        if (Libc.IsDead(pid))
        {
            if (!IsForeign(pid) && !Kept.Contains(pid)) hasReaped |= Libc.Reap(Libc.P_PID, pid, out _) is not null;
            return false;
        }

        if (run is null) return false;
        var mark = RunMark.Read(pid, _state);
        if (mark.Kind != LimitMarkKind.None && !new RunMark(_state, run.Slot, run.Id.Run).Is(mark)) return false;
        return !IsForeign(pid);
    }

    /// <summary>
    /// Somebody else in this process started it: what we spawn has left our session and can never come back. Such a process may carry our
    /// mark, having been started while we spawned.
    /// </summary>
    private bool IsForeign(int pid) => Libc.getsid(pid) is var session && (session == _ownSession || session < 0);

    private ReadOnlySpan<byte> ReadChildren()
    {
        while (true)
        {
            var length = 0;
            fixed (byte* text = _text)
            {
                nint got;
                while (length < _text.Length && (got = Libc.pread(_children, text + length, _text.Length - length, length)) > 0) length += (int)got;
            }

            if (length < _text.Length) return _text.AsSpan(0, length);
            _text = GC.AllocateUninitializedArray<byte>(_text.Length * 2, pinned: true);
        }
    }
}
