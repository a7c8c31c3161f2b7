namespace Baton.Control.Streams;

/// <summary>Wakes one sleeper; any number of wakes before it sleeps again count as one.</summary>
internal sealed class WakeSignal
{
    private readonly Lock _gate = new();
    private TaskCompletionSource _next = New();

    /// <summary>Wakes, from any thread, without running the sleeper's code.</summary>
    public void Wake()
    {
        lock (_gate) _next.TrySetResult();
    }

    /// <summary>Completes at the next wake; at once when there was one since the last that was waited for.</summary>
    public async Task WaitAsync(CancellationToken ct)
    {
        Task next;
        lock (_gate) next = _next.Task;
        await next.WaitAsync(ct);
        lock (_gate) _next = New();
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
