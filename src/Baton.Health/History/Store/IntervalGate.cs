namespace Baton.Health.History.Store;

/// <summary>Lets one through, at once and then at most one in each interval.</summary>
internal sealed class IntervalGate(TimeProvider time, TimeSpan interval)
{
    private long? _last;

    public bool IsDue()
    {
        if (_last is { } last && time.GetElapsedTime(last) < interval) return false;
        _last = time.GetTimestamp();
        return true;
    }
}
