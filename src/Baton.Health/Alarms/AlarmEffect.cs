namespace Baton.Health.Alarms;

/// <summary>What an alarm wants done. A closed family.</summary>
public abstract record AlarmEffect
{
    private AlarmEffect()
    {
    }

    /// <summary>Tell that it is down.</summary>
    /// <param name="Since">When the first failure was.</param>
    /// <param name="Reason">Of the latest.</param>
    public sealed record TellDown(DateTimeOffset Since, string? Reason) : AlarmEffect;

    /// <summary>Tell that it is up again.</summary>
    /// <param name="Lasted">How long it was down, from the first failure that was told; never negative.</param>
    public sealed record TellUp(TimeSpan Lasted) : AlarmEffect;

    /// <summary>Tell that it changes too often to be told of each time.</summary>
    /// <param name="Changes">How often the latest results changed.</param>
    /// <param name="Results">How many these are.</param>
    public sealed record TellFlapping(int Changes, int Results) : AlarmEffect;

    /// <summary>Tell that this has ended.</summary>
    /// <param name="Standing">How it stands now.</param>
    public sealed record TellSteady(AlarmStanding Standing) : AlarmEffect;

    /// <summary>Probe it before its time, as far as its breaker lets that.</summary>
    /// <param name="After">How long from now; zero for at once.</param>
    public sealed record ProbeAgain(TimeSpan After) : AlarmEffect;

    /// <summary>Probe those that it is reached through; it is looked at again when they have answered.</summary>
    public sealed record AskParents : AlarmEffect;
}
