using Baton.Core;

namespace Baton.Control.Turns;

/// <summary>The turn of one question to read the journal; disposing of it gives it to the next one. Not before the reading has ended.</summary>
internal sealed class HistoryTurn(SemaphoreSlim turns) : IDisposable
{
    private bool _isOver;

    /// <summary>What <paramref name="read"/> gives, on a thread of its own.</summary>
    public Task<T> ReadAsync<T>(Func<T> read)
    {
        ObjectDisposedException.ThrowIf(_isOver, this);
        return OwnThread.RunAsync(read, "baton history");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_isOver) return;
        _isOver = true;
        turns.Release();
    }
}
