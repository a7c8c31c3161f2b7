namespace Baton.Supervision.Services;

/// <summary>How a service goes on under a new daemon.</summary>
/// <param name="State">The state that it goes on from.</param>
public sealed record RecoveryPlan(Service State)
{
    /// <summary>What is asked for once more, or for the first time; the timer of the state goes on by itself while its epoch is the same.</summary>
    public IReadOnlyList<Effect> Effects { get; init; } = [];

    /// <summary>What happened meanwhile, to be stepped in this order as if it happened now.</summary>
    public IReadOnlyList<ServiceEvent> Events { get; init; } = [];

    /// <summary>What the interrupted hook of the state left behind is ended; its end is news then.</summary>
    public bool EndsHook { get; init; }

    /// <summary>The state is one of a run that lives and was not remembered.</summary>
    public bool IsAdopted { get; init; }

    /// <summary>What people should know of it; null when it simply goes on.</summary>
    public string? Note { get; init; }
}

/// <summary>The facts that a recovery is planned from.</summary>
/// <param name="State">What the dead daemon left; at rest when it left nothing.</param>
/// <param name="IsRemembered">It left something.</param>
/// <param name="IsSpawnSeen">It knew that the run of the state had been spawned.</param>
/// <param name="Known">What the host knows of that run, or of a later one that lives; null when it knows of none.</param>
/// <param name="LastRun">Number of the last run that the host began for the service; 0 for none.</param>
/// <param name="Now">As <see cref="Surroundings.Now"/>.</param>
/// <param name="Age">For how long the known run has lived, by the wall clock.</param>
public readonly record struct RecoveryFacts(Service State, bool IsRemembered, bool IsSpawnSeen, Processes.KnownRun? Known, int LastRun, TimeSpan Now = default, TimeSpan Age = default)
{
    /// <summary>A timer of the state goes on. A stop without one waits for nothing: it was killed.</summary>
    public bool IsTimed { get; init; } = true;
}
