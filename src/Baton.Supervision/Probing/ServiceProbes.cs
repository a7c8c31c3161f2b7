using Baton.Probes.Specs;

namespace Baton.Supervision.Probing;

/// <summary>One probe of a service.</summary>
/// <param name="Spec">What is asked.</param>
/// <param name="Timing">When, and how its results count.</param>
public sealed record ServiceProbe(ProbeSpec Spec, ProbeTiming Timing);

/// <summary>How it is found out how a service does; what is null is not asked.</summary>
/// <param name="Startup">Until this has passed once, the others are not asked; its failures do not count.</param>
/// <param name="Readiness">Whether what depends on it may start; asked for as long as it runs.</param>
/// <param name="Liveness">Asked once it was ready for the first time; when it fails the service is restarted.</param>
public sealed record ServiceProbes(ServiceProbe? Startup = null, ServiceProbe? Readiness = null, ServiceProbe? Liveness = null)
{
    /// <summary>A service without probes.</summary>
    public static ServiceProbes None { get; } = new();

    /// <summary>Whether it is ready is asked, and not taken for granted.</summary>
    public bool DecideReadiness => Startup is not null || Readiness is not null;

    /// <summary>
    /// Liveness asks what readiness asks, as often and for as long, and at once: as it is asked only while readiness is, one execution can
    /// answer for both.
    /// </summary>
    public bool IsOneForBoth => Readiness is { } readiness && Liveness is { } liveness && readiness.Spec == liveness.Spec
        && liveness.Timing.InitialDelay == TimeSpan.Zero && readiness.Timing.Interval == liveness.Timing.Interval && readiness.Timing.Timeout == liveness.Timing.Timeout;

    /// <summary>The probe of a kind.</summary>
    public ServiceProbe? Of(ProbeKind kind) => kind switch
    {
        ProbeKind.Startup => Startup,
        ProbeKind.Readiness => Readiness,
        _ => Liveness,
    };
}

/// <summary>What a probe is for.</summary>
public enum ProbeKind
{
    /// <summary>Whether it has come up.</summary>
    Startup,

    /// <summary>Whether it can serve.</summary>
    Readiness,

    /// <summary>Whether it must be restarted.</summary>
    Liveness,
}
