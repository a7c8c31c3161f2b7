namespace Baton.Control.Endpoints.Health;

/// <summary>How often something may be done: a bucket that fills steadily.</summary>
/// <param name="time">The clock.</param>
/// <param name="burst">How often at once.</param>
/// <param name="perSecond">How much comes back each second.</param>
internal sealed class RateLimit(TimeProvider time, int burst, double perSecond)
{
    private readonly Lock _gate = new();
    private double _left = burst;
    private long _filled = time.GetTimestamp();

    /// <summary>Takes one; false when none is left.</summary>
    public bool TryTake()
    {
        lock (_gate)
        {
            var now = time.GetTimestamp();
            _left = Math.Min(burst, _left + (time.GetElapsedTime(_filled, now).TotalSeconds * perSecond));
            _filled = now;
            if (_left < 1) return false;
            _left--;
            return true;
        }
    }
}
