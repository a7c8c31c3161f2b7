namespace Baton.Control.Endpoints.Health;

/// <summary>How often strangers may have all endpoints asked: each request is many, to machines of others. A bucket of <see cref="Burst"/> that fills by one a second.</summary>
internal sealed class TriggerLimit(TimeProvider time)
{
    /// <summary>How many at once.</summary>
    public const int Burst = 10;

    private readonly Lock _gate = new();
    private double _left = Burst;
    private long _filled = time.GetTimestamp();

    /// <summary>Takes one; false when none is left.</summary>
    public bool TryTake()
    {
        lock (_gate)
        {
            var now = time.GetTimestamp();
            _left = Math.Min(Burst, _left + time.GetElapsedTime(_filled, now).TotalSeconds);
            _filled = now;
            if (_left < 1) return false;
            _left--;
            return true;
        }
    }
}
