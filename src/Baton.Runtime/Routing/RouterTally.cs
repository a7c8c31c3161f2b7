namespace Baton.Runtime.Routing;

/// <summary>Counts of the router; written by its thread, read by any.</summary>
internal sealed class RouterTally
{
    private const int MostNotices = 100;

    private long _skipped, _unlinked, _telemetry, _refused;

    /// <summary>Lines that were no messages, or too long.</summary>
    public long Skipped => Volatile.Read(ref _skipped);

    /// <summary>Messages of types that no link is for.</summary>
    public long Unlinked => Volatile.Read(ref _unlinked);

    /// <summary>What instances measured and told.</summary>
    public long Telemetry => Volatile.Read(ref _telemetry);

    /// <summary>Datagrams that were rubbish, too long, or of nobody who may send.</summary>
    public long Refused => Volatile.Read(ref _refused);

    /// <summary>False: so many were told to people that the count has to do.</summary>
    public bool CountSkipped()
    {
        Volatile.Write(ref _skipped, _skipped + 1);
        return _skipped <= MostNotices;
    }

    /// <inheritdoc cref="CountSkipped"/>
    public bool CountRefused()
    {
        Volatile.Write(ref _refused, _refused + 1);
        return _refused <= MostNotices;
    }

    public void CountUnlinked() => Volatile.Write(ref _unlinked, _unlinked + 1);

    public void CountTelemetry() => Volatile.Write(ref _telemetry, _telemetry + 1);
}
