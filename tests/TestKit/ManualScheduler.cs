using Baton.Core.Actors;

namespace Baton.TestKit;

/// <summary>Runs actors on the test's own thread, in the order they became ready.</summary>
public sealed class ManualScheduler : ActorScheduler
{
    private readonly Queue<IThreadPoolWorkItem> _ready = new();

    /// <inheritdoc/>
    public override void Schedule(IThreadPoolWorkItem turn) => _ready.Enqueue(turn);

    /// <summary>Runs until no actor has anything to do.</summary>
    public void RunAll()
    {
        while (_ready.TryDequeue(out var turn)) turn.Execute();
    }
}
