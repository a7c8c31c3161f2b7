namespace Baton.Core.Actors;

/// <summary>
/// Decides when an actor with waiting messages gets its turn. Swappable: the thread pool in the product, one deterministic queue in
/// tests and in the simulator.
/// </summary>
public abstract class ActorScheduler
{
    /// <summary>Runs <paramref name="turn"/> once, soon, on any thread; an actor has at most one turn scheduled or running.</summary>
    public abstract void Schedule(IThreadPoolWorkItem turn);

    /// <summary>The thread pool: parallel across actors, no thread of its own.</summary>
    public static ActorScheduler ThreadPool { get; } = new ThreadPoolScheduler();

    /// <summary>
    /// The thread that posts, at once, or the thread pool when that thread is in the middle of a turn already. For an actor whose turns
    /// take microseconds and whose news must not wait until another thread has woken up, which takes longer than the turn.
    /// </summary>
    public static ActorScheduler Caller { get; } = new CallerScheduler();

    private sealed class CallerScheduler : ActorScheduler
    {
        [ThreadStatic]
        private static bool _isInTurn;

        public override void Schedule(IThreadPoolWorkItem turn)
        {
            if (_isInTurn)
            {
                // Not inside the other turn: its actor would wait for this one, and a long queue would nest without end.
                ThreadPool.Schedule(turn);
                return;
            }

            _isInTurn = true;
            try
            {
                turn.Execute();
            }
            finally
            {
                _isInTurn = false;
            }
        }
    }

    private sealed class ThreadPoolScheduler : ActorScheduler
    {
        public override void Schedule(IThreadPoolWorkItem turn) =>
            System.Threading.ThreadPool.UnsafeQueueUserWorkItem(turn, preferLocal: false);
    }
}
