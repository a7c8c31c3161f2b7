using Baton.Processes.Native;
using Baton.Processes.Records;
using Baton.Processes.Tree;

namespace Baton.Processes.Spawning;

/// <summary>
/// While a run is spawned, this process itself carries the run's limit mark, so that the child has it before its first instruction: put
/// on afterwards, it would miss what the child forked meanwhile. The limit is the whole process's, so spawns take turns; only where many
/// wait do two go at once, and then both are born with the mark of the state directory and get their own a moment later. Afterwards the
/// limit is put back.
/// </summary>
internal static unsafe class SpawnGate
{
    private static readonly object Gate = new();
    private static StateId _state;
    private static Libc.Limit _before;
    private static int _inside;

    /// <summary>Spawns under the mark.</summary>
    /// <param name="mark">The mark.</param>
    /// <param name="order">What to spawn.</param>
    /// <param name="mayShare">Go while another spawn of this state directory does.</param>
    /// <returns>Pid, or 0 and the errno.</returns>
    public static (int Pid, int Error) Spawn(RunMark mark, SpawnOrder order, bool mayShare)
    {
        Enter(mark, mayShare);
        try
        {
            return Spawner.Spawn(order);
        }
        finally
        {
            Leave();
        }
    }

    private static void Enter(RunMark mark, bool mayShare)
    {
        lock (Gate)
        {
            // Only tests have hosts of several state directories in one process; they never share.
            while (_inside > 0 && !(mayShare && _state == mark.State)) Monitor.Wait(Gate);
            if (_inside == 0) Keep(mark.State);
            _inside++;
            // Refused only where the hard limit was lowered; what follows the spawn sees whether the child has the right one.
            (_inside == 1 ? mark : RunMark.WithoutRun(mark.State)).Put(0);
        }
    }

    private static void Leave()
    {
        lock (Gate)
        {
            if (--_inside > 0) return;
            fixed (Libc.Limit* before = &_before)
            {
                _ = Libc.prlimit64(0, Libc.RLIMIT_LOCKS, before, null);
            }

            Monitor.PulseAll(Gate);
        }
    }

    private static void Keep(StateId state)
    {
        _state = state;
        fixed (Libc.Limit* before = &_before)
        {
            if (Libc.prlimit64(0, Libc.RLIMIT_LOCKS, null, before) != 0) _before = new Libc.Limit { Soft = ulong.MaxValue, Hard = ulong.MaxValue };
        }
    }
}
