using Baton.Control.Metrics;

namespace Baton.Control.Gateway;

/// <summary>What was forwarded by one route since the daemon began; counted without a lock.</summary>
internal sealed class RouteFigures
{
    /// <summary>Why a request was not sent on.</summary>
    public static IReadOnlyList<string> Reasons { get; } = ["breaker", "service", "busy"];

    /// <summary>How they are told.</summary>
    public static readonly Histogram Durations = new("baton_gateway_request_duration_seconds", [0.005, 0.025, 0.1, 0.5, 1, 5, 30]);

    private readonly long[] _classes = new long[6];
    private readonly long[] _refused = new long[Reasons.Count];
    private long _retries;
    private long _brokenOff;
    private long _open;

    /// <summary>Times from request to the end of the answer.</summary>
    public DurationBuckets Took { get; } = new(Durations);

    /// <summary>Attempts after the first.</summary>
    public long Retries => Interlocked.Read(ref _retries);

    /// <summary>Answers that ended before their end.</summary>
    public long BrokenOff => Interlocked.Read(ref _brokenOff);

    /// <summary>Requests that are under way.</summary>
    public long Open => Interlocked.Read(ref _open);

    /// <summary>Answers of a class of statuses: 1 to 5.</summary>
    public long Of(int statusClass) => Interlocked.Read(ref _classes[statusClass]);

    /// <summary>Requests that were not sent on for one of <see cref="Reasons"/>.</summary>
    public long RefusedFor(int reason) => Interlocked.Read(ref _refused[reason]);

    /// <summary>A request was answered.</summary>
    public void Answered(int status, TimeSpan took)
    {
        Interlocked.Increment(ref _classes[Math.Clamp(status / 100, 1, 5)]);
        Took.Count(took);
    }

    /// <summary>One was not sent on.</summary>
    public void Refused(string reason) => Interlocked.Increment(ref _refused[reason switch { "breaker" => 0, "service" => 1, _ => 2 }]);

    /// <summary>One is tried again.</summary>
    public void Retried() => Interlocked.Increment(ref _retries);

    /// <summary>An answer ended before its end.</summary>
    public void BrokeOff() => Interlocked.Increment(ref _brokenOff);

    /// <summary>One is being sent on.</summary>
    public void Began() => Interlocked.Increment(ref _open);

    /// <summary>It no longer is.</summary>
    public void Ended() => Interlocked.Decrement(ref _open);
}
