namespace Baton.Daemon.Startup;

/// <summary>The parts of a daemon, to be ended in the reverse of the order in which they were begun.</summary>
internal sealed class Owned : IAsyncDisposable
{
    private readonly Stack<object> _parts = new();

    /// <summary>Takes a part, and gives it back for use.</summary>
    public T Add<T>(T part)
        where T : notnull
    {
        _parts.Push(part);
        return part;
    }

    /// <summary>Ends all parts, also when one of them fails to; then throws what the last of these threw.</summary>
    public async ValueTask DisposeAsync()
    {
        while (_parts.TryPop(out var part))
        {
            try
            {
                if (part is IAsyncDisposable patient) await patient.DisposeAsync();
                else (part as IDisposable)?.Dispose();
            }
            catch (Exception) when (_parts.Count > 0)
            {
                await DisposeAsync();
                throw;
            }
        }
    }
}
