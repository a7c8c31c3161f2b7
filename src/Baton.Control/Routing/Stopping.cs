namespace Baton.Control.Routing;

/// <summary>The end of a stream: that of the API, or its own before that, when whoever reads it may do so no longer.</summary>
internal sealed class Stopping : IAsyncDisposable
{
    private readonly Stopping? _all;
    private readonly CancellationTokenSource _source;
    private readonly CancellationTokenSource _revoked = new();
    private readonly Lock _gate = new();
    private Task _ending = Task.CompletedTask;
    private string _reason = "the daemon ends";
    private volatile bool _isRevoked;
    private bool _isFollowed;
    private bool _isOver;

    /// <summary>That of the API.</summary>
    public Stopping() => _source = new CancellationTokenSource();

    /// <summary>That of one stream.</summary>
    /// <param name="all">That of the API, which ends it too.</param>
    public Stopping(Stopping all) => (_all, _source) = (all, CancellationTokenSource.CreateLinkedTokenSource(all.Token, _revoked.Token));

    /// <summary>Cancelled at the end.</summary>
    public CancellationToken Token => _source.Token;

    /// <summary>Cancelled when whoever reads this stream may do so no longer, and not when the API ends.</summary>
    public CancellationToken Revoked => _revoked.Token;

    /// <summary>Why; set before the token is cancelled.</summary>
    public string Reason => _all is null || _isRevoked ? _reason : _all.Reason;

    /// <summary>Another daemon goes on at the same place in a moment; set before the token is cancelled.</summary>
    public bool IsFollowed => _all?.IsFollowed ?? _isFollowed;

    /// <summary>Whoever reads this stream may do so no longer: it gets nothing more but the reason.</summary>
    public bool IsRevoked => _isRevoked;

    /// <summary>Ends all streams.</summary>
    public Task StopAsync(string reason, bool isFollowed)
    {
        (_reason, _isFollowed) = (reason, isFollowed);
        return _source.CancelAsync();
    }

    /// <summary>Ends this stream, without waiting for it and without running its code here.</summary>
    public void Revoke(string reason)
    {
        lock (_gate)
        {
            if (_isOver || _isRevoked) return;
            _reason = reason;
            _isRevoked = true;
            _ending = _revoked.CancelAsync();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        lock (_gate) _isOver = true;
        await _ending;
        _source.Dispose();
        _revoked.Dispose();
    }
}
