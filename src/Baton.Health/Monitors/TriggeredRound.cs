namespace Baton.Health.Monitors;

/// <summary>Somebody who waits for fresh results of some monitors. Belongs to the fleet's actor.</summary>
internal sealed class TriggeredRound(TaskCompletionSource<bool> done, CancellationToken givenUp)
{
    private int _open = 1;

    /// <summary>Nobody waits any more.</summary>
    public bool IsGivenUp => givenUp.IsCancellationRequested;

    /// <summary>One more probe to wait for.</summary>
    public void Await() => _open++;

    /// <summary>One of them has ended, or all have been begun.</summary>
    public void End()
    {
        if (--_open == 0) done.TrySetResult(true);
    }
}
