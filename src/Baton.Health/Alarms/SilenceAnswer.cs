namespace Baton.Health.Alarms;

/// <summary>What came of a request for silences, or for their end: all of it, or nothing.</summary>
public enum SilenceAnswer
{
    /// <summary>It is done.</summary>
    Done,

    /// <summary>Too much is asked of the fleet at once.</summary>
    Busy,

    /// <summary>There is no such monitor.</summary>
    NoMonitor,

    /// <summary>There would be more than <see cref="Silence.Most"/>.</summary>
    TooMany,
}
