namespace Baton.Health.Alarms;

/// <summary>What an alarm is told. A closed family.</summary>
public abstract record AlarmEvent
{
    private AlarmEvent()
    {
    }

    /// <summary>The present (UTC), for people to read.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>What else decides, as it is now.</summary>
    public AlarmSurroundings Around { get; init; }

    /// <summary>A result that counts: a success.</summary>
    public sealed record Succeeded : AlarmEvent;

    /// <summary>A result that counts: a failure.</summary>
    /// <param name="Reason">Why, for people.</param>
    public sealed record Failed(string? Reason) : AlarmEvent;

    /// <summary>Nothing was found, but what is around it may have changed.</summary>
    public sealed record Looked : AlarmEvent;

    /// <summary>A person wants the monitor as new.</summary>
    public sealed record ResetAsked : AlarmEvent;
}
