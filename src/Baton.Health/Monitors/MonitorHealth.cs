namespace Baton.Health.Monitors;

/// <summary>What is known of an endpoint by its latest result.</summary>
public enum MonitorHealth
{
    /// <summary>Nothing yet, or nothing that counts.</summary>
    Unknown,

    /// <summary>The latest result was a success.</summary>
    Healthy,

    /// <summary>The latest result was a failure.</summary>
    Unhealthy,
}
