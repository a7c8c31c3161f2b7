namespace Baton.Health.Alarms;

/// <summary>What is held of an endpoint where people are told of it.</summary>
public enum AlarmStanding
{
    /// <summary>Nothing yet.</summary>
    Unknown,

    /// <summary>The latest result was a success.</summary>
    Up,

    /// <summary>It has failed; a few more failures and it is down.</summary>
    Confirming,

    /// <summary>It has failed often enough.</summary>
    Down,
}
