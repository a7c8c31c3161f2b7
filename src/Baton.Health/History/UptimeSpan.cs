namespace Baton.Health.History;

/// <summary>The spans that uptime is told for.</summary>
public enum UptimeSpan
{
    /// <summary>The last hour; up to one minute more.</summary>
    Hour,

    /// <summary>The last 24 hours; up to one hour more.</summary>
    Day,

    /// <summary>The last 7 days; up to 6 hours more.</summary>
    Week,

    /// <summary>The last 30 days; up to 6 hours more.</summary>
    Month,

    /// <summary>Since this daemon began to watch the monitor.</summary>
    SinceStart,
}
