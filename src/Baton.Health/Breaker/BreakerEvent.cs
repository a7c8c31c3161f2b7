namespace Baton.Health.Breaker;

/// <summary>What a breaker is told. A closed family. Instants are monotonic, since any origin that stays the same.</summary>
public abstract record BreakerEvent
{
    private BreakerEvent()
    {
    }

    /// <summary>Somebody wants to call the endpoint.</summary>
    /// <param name="Now">The present.</param>
    public sealed record Asked(TimeSpan Now) : BreakerEvent;

    /// <summary>A call that was let go found the endpoint well.</summary>
    /// <param name="Epoch">The epoch that let it go.</param>
    /// <param name="Now">The present.</param>
    public sealed record Succeeded(int Epoch, TimeSpan Now) : BreakerEvent;

    /// <summary>A call that was let go found it not well.</summary>
    /// <param name="Epoch">The epoch that let it go.</param>
    /// <param name="Now">The present.</param>
    /// <param name="Random">In [0, 1), places a break inside its jitter.</param>
    public sealed record Failed(int Epoch, TimeSpan Now, double Random) : BreakerEvent;

    /// <summary>A call that was let go was given up and found nothing.</summary>
    /// <param name="Epoch">The epoch that let it go.</param>
    public sealed record GivenUp(int Epoch) : BreakerEvent;

    /// <summary>A person wants no calls until they say otherwise.</summary>
    public sealed record IsolateAsked : BreakerEvent;

    /// <summary>A person wants calls to go through again.</summary>
    public sealed record CloseAsked : BreakerEvent;
}
