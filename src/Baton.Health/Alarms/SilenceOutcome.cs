namespace Baton.Health.Alarms;

/// <summary>How a request for silences, or for their end, went.</summary>
public enum SilenceOutcome
{
    /// <summary>It is done.</summary>
    Done,

    /// <summary>Too much is asked of the fleet at once.</summary>
    Busy,

    /// <summary>There is no such monitor.</summary>
    NoMonitor,

    /// <summary>No monitor has this tag.</summary>
    NoTag,

    /// <summary>There would be more than <see cref="Silence.Most"/>.</summary>
    TooMany,
}
