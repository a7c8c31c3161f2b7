namespace Baton.Health.Alarms;

/// <summary>How those stand that an endpoint is reached through.</summary>
public enum ParentStanding
{
    /// <summary>There is none, or all are up as far as can be known.</summary>
    Up,

    /// <summary>None is known to be down, but what is known of one is older than the failure that is looked at.</summary>
    Stale,

    /// <summary>One of them is down.</summary>
    Down,
}
