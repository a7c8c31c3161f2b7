using Baton.Core.Actors;

namespace Baton.Health.Monitors;

/// <content>Who is told that something is different.</content>
public sealed partial class MonitorFleet
{
    private readonly Listeners _listeners = new();

    /// <summary>
    /// Calls <paramref name="told"/> after each turn in which a monitor, or a silence, may have changed; inside the fleet's turn: it must only take note and
    /// return. Any number of listeners; disposing the result ends it, but for a call that has begun.
    /// </summary>
    public IDisposable Listen(Action told) => _listeners.Add(told);
}
