using Baton.Health.Breaker;
using Baton.Health.Monitors;

namespace Baton.Simulation.Monitors;

/// <summary>
/// What must be true of one monitor, worked out once more from the documents: from what really happened to its endpoint and what people
/// asked for, and without the shipped machines.
/// </summary>
internal sealed record MonitorModel
{
    public required MonitorDefinition Definition { get; init; }

    public BreakerPhase Phase { get; init; }

    /// <summary>A call or a probe that was let go in another era says nothing to the breaker.</summary>
    public int Era { get; init; }

    public int Failures { get; init; }

    public int Successes { get; init; }

    public int Opens { get; init; }

    /// <summary>When the break is over.</summary>
    public TimeSpan Until { get; init; }

    /// <summary>A trial is under way.</summary>
    public bool IsTrying { get; init; }

    public long Total { get; init; }

    public long Successful { get; init; }

    /// <summary>A probe or a call may go now.</summary>
    public bool LetsGo(TimeSpan now) => Phase switch
    {
        BreakerPhase.Closed => true,
        BreakerPhase.Open => now >= Until,
        BreakerPhase.HalfOpen => !IsTrying,
        _ => false,
    };

    /// <summary>One has gone: it is a trial unless all go.</summary>
    public MonitorModel Gone() => Phase == BreakerPhase.Closed ? this : this with { Phase = BreakerPhase.HalfOpen, Successes = Phase == BreakerPhase.Open ? 0 : Successes, IsTrying = true, Era = Era + 1 };

    /// <summary>A result of a probe, which counts whatever the breaker makes of it.</summary>
    public MonitorModel Counted(bool isSuccess) => this with { Total = Total + 1, Successful = Successful + (isSuccess ? 1 : 0) };

    /// <summary>What a probe or a call found, or null for one that was given up.</summary>
    public MonitorModel Found(bool? isSuccess, int era, TimeSpan now)
    {
        if (era != Era || Phase is BreakerPhase.Open or BreakerPhase.Isolated) return this;
        if (Phase == BreakerPhase.HalfOpen)
        {
            if (isSuccess is null) return this with { IsTrying = false };
            if (isSuccess is false) return Opened(now);
            return Successes + 1 >= Definition.Breaker.SuccessThreshold ? Closed() : this with { Successes = Successes + 1, IsTrying = false };
        }

        if (isSuccess is null) return this;
        if (isSuccess is true) return this with { Failures = 0 };
        var failed = this with { Failures = Failures + 1 };
        return failed.Failures >= Definition.Breaker.FailureThreshold ? failed.Opened(now) : failed;
    }

    public MonitorModel Isolated() => Phase == BreakerPhase.Isolated ? this : this with { Phase = BreakerPhase.Isolated, Era = Era + 1, IsTrying = false, Successes = 0 };

    public MonitorModel Closed() => Phase == BreakerPhase.Closed ? this : this with { Phase = BreakerPhase.Closed, Era = Era + 1, Failures = 0, Successes = 0, Opens = 0, IsTrying = false };

    public MonitorModel Reset() => new() { Definition = Definition, Era = Era + 1 };

    /// <summary>The manifest has changed how it is asked, but not what.</summary>
    public MonitorModel Redefined(MonitorDefinition definition) => this with { Definition = definition, Era = Era + 1, IsTrying = false };

    /// <summary>What an earlier daemon saved of it goes on.</summary>
    /// <param name="passed">How much of its break has passed meanwhile, by the clock on the wall.</param>
    /// <param name="now">The present.</param>
    /// <param name="saved">When it was saved.</param>
    public MonitorModel Restored(TimeSpan passed, TimeSpan now, TimeSpan saved)
    {
        // A clock that was set back makes no break longer than twice the longest.
        var (left, longest) = (Until - saved - passed, Definition.Breaker.Break.Limit * 2);
        return this with { Era = 0, IsTrying = false, Until = now + (left < TimeSpan.Zero ? TimeSpan.Zero : left > longest ? longest : left) };
    }

    private MonitorModel Opened(TimeSpan now) => this with
    {
        Phase = BreakerPhase.Open,
        Era = Era + 1,
        Opens = Opens + 1,
        Successes = 0,
        IsTrying = false,
        Until = now + Definition.Breaker.Break.After(Opens + 1, random: 0.5),
    };
}
