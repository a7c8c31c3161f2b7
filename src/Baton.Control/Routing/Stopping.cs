namespace Baton.Control.Routing;

/// <summary>The end of the API, for the streams that wait for it.</summary>
internal sealed class Stopping : IDisposable
{
    private readonly CancellationTokenSource _source = new();

    /// <summary>Cancelled when the API ends.</summary>
    public CancellationToken Token => _source.Token;

    /// <summary>Why; set before the token is cancelled.</summary>
    public string Reason { get; private set; } = "the daemon ends";

    /// <summary>Another daemon goes on at the same place in a moment; set before the token is cancelled.</summary>
    public bool IsFollowed { get; private set; }

    public Task StopAsync(string reason, bool isFollowed)
    {
        (Reason, IsFollowed) = (reason, isFollowed);
        return _source.CancelAsync();
    }

    /// <inheritdoc/>
    public void Dispose() => _source.Dispose();
}
