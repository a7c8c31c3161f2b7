namespace Baton.Supervision.Services;

/// <summary>The end of a supervisor whose services go on under another one, inside the actor's turns.</summary>
public sealed partial class Supervisor
{
    private bool _isResting;

    /// <summary>
    /// Decides, orders and publishes nothing any more. Completes when that holds; what was told before is decided, and on record, then. What is told
    /// later is for the next supervisor: the host knows of each run how it ended, the memory which timers are due. Requests get no answer.
    /// </summary>
    public Task RestAsync()
    {
        var resting = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _actor.Post(new SupervisorMessage.Rest(resting));
        // One that met a bug takes no messages any more, which is as good.
        return Task.WhenAny(resting.Task, _shutDown.Task);
    }

    private void HandleRest(SupervisorMessage.Rest x)
    {
        _isResting = true;
        x.Done.TrySetResult();
    }
}
