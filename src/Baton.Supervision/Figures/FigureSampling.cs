namespace Baton.Supervision.Figures;

/// <summary>When to measure: every second while somebody looks, else once a minute. One timer, whatever the number of services.</summary>
internal sealed class FigureSampling : IDisposable
{
    private static readonly TimeSpan Watched = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Unwatched = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private readonly TimeProvider _time;
    private readonly Action _measure;
    private readonly ITimer _timer;
    private long? _lastMeasured;
    private int _lookers;

    public FigureSampling(TimeProvider time, Action measure)
    {
        _time = time;
        _measure = measure;
        _timer = time.CreateTimer(static self => ((FigureSampling)self!).Measure(), this, Unwatched, Unwatched);
    }

    public IDisposable Look()
    {
        lock (_gate)
        {
            if (_lookers++ == 0) _timer.Change(TimeSpan.Zero, Watched);
        }

        return new Looker(this);
    }

    public void Glance()
    {
        lock (_gate)
        {
            if (_lastMeasured is { } last && _time.GetElapsedTime(last) < Watched) return;
        }

        Measure();
    }

    public void Dispose() => _timer.Dispose();

    private void Measure()
    {
        lock (_gate) _lastMeasured = _time.GetTimestamp();
        _measure();
    }

    private void LookedAway()
    {
        lock (_gate)
        {
            if (--_lookers == 0) _timer.Change(Unwatched, Unwatched);
        }
    }

    private sealed class Looker(FigureSampling sampling) : IDisposable
    {
        private bool _isGone;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _isGone, true)) return;
            sampling.LookedAway();
        }
    }
}
