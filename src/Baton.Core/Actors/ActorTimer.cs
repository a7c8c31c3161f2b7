namespace Baton.Core.Actors;

/// <summary>
/// The one armed timer of a machine. Arming replaces what was armed; a firing already in flight still carries the epoch that armed
/// it, and the machine, which compares it with its own, ignores it.
/// </summary>
/// <param name="time">The clock; virtual in tests.</param>
/// <param name="fired">Called with the epoch that armed the timer; posts to the actor's mailbox and does nothing else.</param>
public sealed class ActorTimer(TimeProvider time, Action<int> fired) : IDisposable
{
    private ITimer? _armed;

    /// <summary>Arms for <paramref name="after"/> from now (at once when negative), in place of whatever was armed.</summary>
    public void Arm(int epoch, TimeSpan after)
    {
        Disarm();
        // A timer object of its own per arming: with a shared one, a late firing would read the epoch of its successor.
        _armed = time.CreateTimer(_ => fired(epoch), null, after < TimeSpan.Zero ? TimeSpan.Zero : after, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Disarms; a firing in flight still arrives, with its old epoch.</summary>
    public void Disarm()
    {
        _armed?.Dispose();
        _armed = null;
    }

    /// <inheritdoc/>
    public void Dispose() => Disarm();
}
