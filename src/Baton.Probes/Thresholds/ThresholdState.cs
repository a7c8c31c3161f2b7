namespace Baton.Probes.Thresholds;

/// <summary>What the results of a probe amount to.</summary>
public enum Standing
{
    /// <summary>Neither threshold was reached yet.</summary>
    Unknown,

    /// <summary>The success threshold was reached, and since then not the failure threshold.</summary>
    Passing,

    /// <summary>The failure threshold was reached, and since then not the success threshold.</summary>
    Failing,
}

/// <summary>Where a probe stands. A new run of a service begins with a new one.</summary>
/// <param name="Standing">What is known by the thresholds.</param>
/// <param name="Successes">Successes in a row up to now; at least one of the two is 0. Stops growing at <see cref="int.MaxValue"/>.</param>
/// <param name="Failures">Failures in a row up to now.</param>
public sealed record ThresholdState(Standing Standing = Standing.Unknown, int Successes = 0, int Failures = 0);
