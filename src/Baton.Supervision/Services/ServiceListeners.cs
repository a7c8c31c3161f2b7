namespace Baton.Supervision.Services;

/// <summary>Who wants to be told that something about the services is different. Told on the supervisor's thread, without a lock.</summary>
internal sealed class ServiceListeners
{
    private readonly Lock _gate = new();
    private volatile Action[] _all = [];

    public IDisposable Add(Action told)
    {
        lock (_gate) _all = [.. _all, told];
        return new Ending(this, told);
    }

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

    private sealed class Ending(ServiceListeners listeners, Action told) : IDisposable
    {
        public void Dispose() => listeners.Remove(told);
    }
}
