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

    private sealed class ThreadPoolScheduler : ActorScheduler
    {
        public override void Schedule(IThreadPoolWorkItem turn) =>
            System.Threading.ThreadPool.UnsafeQueueUserWorkItem(turn, preferLocal: false);
    }
}
