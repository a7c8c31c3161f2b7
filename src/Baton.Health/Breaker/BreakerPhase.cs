namespace Baton.Health.Breaker;

/// <summary>Whether calls to an endpoint go through.</summary>
public enum BreakerPhase
{
    /// <summary>They do.</summary>
    Closed,

    /// <summary>They rest until the break is over.</summary>
    Open,

    /// <summary>The break is over: one call at a time tries whether the endpoint is well again.</summary>
    HalfOpen,

    /// <summary>They rest until a person closes or resets it.</summary>
    Isolated,
}
