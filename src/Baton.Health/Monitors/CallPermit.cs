namespace Baton.Health.Monitors;

/// <summary>A call to a monitored endpoint that its breaker has let go. It must be reported once, whatever becomes of it: while half-open the breaker waits for it.</summary>
public sealed class CallPermit
{
    private readonly Action<int, bool?> _report;
    private readonly int _epoch;
    private int _isReported;

    internal CallPermit(int epoch, Action<int, bool?> report) => (_epoch, _report) = (epoch, report);

    /// <summary>Tells how the call went; only the first report counts.</summary>
    /// <param name="isSuccess">The endpoint answered as one that is well; null when the client gave the call up.</param>
    public void Report(bool? isSuccess)
    {
        if (Interlocked.Exchange(ref _isReported, 1) == 0) _report(_epoch, isSuccess);
    }
}
