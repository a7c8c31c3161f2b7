namespace Baton.Health.Monitors;

/// <summary>What a person can do to a monitor.</summary>
public enum MonitorAct
{
    /// <summary>Keep probes and calls away.</summary>
    Isolate,

    /// <summary>Let them go again.</summary>
    Close,

    /// <summary>Begin anew: breaker, counts and standing.</summary>
    Reset,
}
