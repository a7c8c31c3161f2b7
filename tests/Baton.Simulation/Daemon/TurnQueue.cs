using Baton.Core.Actors;

namespace Baton.Simulation.Daemon;

/// <summary>Turns of one daemon's actors, taken when the simulation says so.</summary>
internal sealed class TurnQueue : ActorScheduler
{
    private readonly Queue<IThreadPoolWorkItem> _ready = new();

    /// <inheritdoc/>
    public override void Schedule(IThreadPoolWorkItem turn) => _ready.Enqueue(turn);

    /// <summary>Takes the next one; false when there is none.</summary>
    public bool TryTakeOne()
    {
        if (!_ready.TryDequeue(out var turn)) return false;
        turn.Execute();
        return true;
    }
}
