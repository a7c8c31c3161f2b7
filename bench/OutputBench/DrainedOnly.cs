using Baton.Processes;
using Baton.Processes.Output;

namespace Baton.OutputBench;

/// <summary>Waits for the end of a run's output; trouble makes the figure worthless and ends the bench.</summary>
internal sealed class DrainedOnly : IOutputEvents
{
    private readonly TaskCompletionSource _drained = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Drained => _drained.Task;

    public void Grew(RunId id, int segment, long length)
    {
    }

    public void Trouble(RunId id, string? problem) => _drained.TrySetException(new InvalidOperationException(problem));

    void IOutputEvents.Drained(RunId id) => _drained.TrySetResult();
}
