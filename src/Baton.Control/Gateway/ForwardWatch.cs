namespace Baton.Control.Gateway;

/// <summary>The patience with one attempt: it ends when whoever asked has gone, or when nothing has come for too long.</summary>
internal sealed class ForwardWatch : IDisposable
{
    private readonly CancellationTokenSource _patience;
    private readonly CancellationTokenSource _either;

    /// <param name="time">The clock.</param>
    /// <param name="first">How long it waits for the first sign.</param>
    /// <param name="gone">Cancelled when whoever asked has gone.</param>
    public ForwardWatch(TimeProvider time, TimeSpan first, CancellationToken gone)
    {
        _patience = new CancellationTokenSource(first, time);
        _either = CancellationTokenSource.CreateLinkedTokenSource(gone, _patience.Token);
    }

    /// <summary>Cancelled at the end of it.</summary>
    public CancellationToken Token => _either.Token;

    /// <summary>Nothing has come for too long.</summary>
    public bool IsOver => _patience.IsCancellationRequested;

    /// <summary>There was a sign: from now it waits so long for the next.</summary>
    public void Allow(TimeSpan span) => _patience.CancelAfter(span);

    /// <inheritdoc/>
    public void Dispose()
    {
        _either.Dispose();
        _patience.Dispose();
    }
}
