namespace Baton.Probes.Specs;

/// <summary>When a probe is executed and how its results count. What is out of range is told by <see cref="ProbeProblems"/>.</summary>
public sealed record ProbeTiming
{
    /// <summary>Shortest interval: 100 ms.</summary>
    public static readonly TimeSpan MinInterval = TimeSpan.FromMilliseconds(100);

    /// <summary>Longest interval: 24 h.</summary>
    public static readonly TimeSpan MaxInterval = TimeSpan.FromHours(24);

    /// <summary>Shortest timeout: 10 ms.</summary>
    public static readonly TimeSpan MinTimeout = TimeSpan.FromMilliseconds(10);

    /// <summary>Longest timeout and longest initial delay: 1 h.</summary>
    public static readonly TimeSpan MaxTimeout = TimeSpan.FromHours(1);

    /// <summary>Highest threshold: 1,000.</summary>
    public const int MaxThreshold = 1000;

    /// <summary>Wait before the first execution. Default 5 s; 0 asks at once; at most <see cref="MaxTimeout"/>.</summary>
    public TimeSpan InitialDelay { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// From start to start. Default 5 s; <see cref="MinInterval"/> to <see cref="MaxInterval"/>. Executions of one probe never overlap: one
    /// that takes longer is followed by the next at the next multiple.
    /// </summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Deadline of one execution as a whole. Default 5 s; <see cref="MinTimeout"/> to <see cref="MaxTimeout"/>.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Failures in a row that make it failing. Default 3; 1 to <see cref="MaxThreshold"/>.</summary>
    public int FailureThreshold { get; init; } = 3;

    /// <summary>Successes in a row that make it passing. Default 1; 1 to <see cref="MaxThreshold"/>.</summary>
    public int SuccessThreshold { get; init; } = 1;
}
