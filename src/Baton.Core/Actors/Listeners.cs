namespace Baton.Core.Actors;

/// <summary>Who wants to be told that something of an actor is different. Told on the actor's turn, without a lock.</summary>
public sealed class Listeners
{
    private readonly Lock _gate = new();
    private volatile Action[] _all = [];

    /// <summary>Adds one, who only takes note and returns; disposing the result ends it, but for a call that has begun.</summary>
    public IDisposable Add(Action told)
    {
        lock (_gate) _all = [.. _all, told];
        return new Ending(this, told);
    }

    /// <summary>Tells all of them.</summary>
    public void Tell()
    {
        foreach (var told in _all) told();
    }

    private void Remove(Action told)
    {
        lock (_gate)
        {
            var left = _all.ToList();
            left.Remove(told);
            _all = [.. left];
        }
    }

    private sealed class Ending(Listeners listeners, Action told) : IDisposable
    {
        public void Dispose() => listeners.Remove(told);
    }
}
