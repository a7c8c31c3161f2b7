using Baton.Simulation.World;

namespace Baton.Simulation.Daemon;

/// <summary>The clock of one daemon: its timers die with it, and making one is a place to die at.</summary>
internal sealed class DaemonClock(Func<bool> isAlive, SimClock clock) : TimeProvider
{
    /// <summary>Timers that are armed now.</summary>
    public int Armed { get; private set; }

    /// <inheritdoc/>
    public override long TimestampFrequency => clock.TimestampFrequency;

    /// <inheritdoc/>
    public override long GetTimestamp() => clock.GetTimestamp();

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => clock.GetUtcNow();

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    private sealed class Timer(DaemonClock owner, TimerCallback callback, object? state) : ITimer
    {
        private Due? _due;
        private TimeSpan _period;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            Disarm();
            _period = period;
            if (dueTime != Timeout.InfiniteTimeSpan) Arm(dueTime);
            return true;
        }

        public void Dispose() => Disarm();

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }

        private void Arm(TimeSpan after)
        {
            owner.Armed++;
            _due = owner.After(after, Fire);
        }

        private void Disarm()
        {
            if (_due is null) return;
            owner.Armed--;
            _due.IsCalledOff = true;
            _due = null;
        }

        private void Fire()
        {
            Disarm();
            if (!owner.IsAlive) return;
            if (_period > TimeSpan.Zero) Arm(_period);
            callback(state);
        }
    }

    private bool IsAlive => isAlive();

    private Due After(TimeSpan wait, Action act) => clock.After(wait, act);
}
