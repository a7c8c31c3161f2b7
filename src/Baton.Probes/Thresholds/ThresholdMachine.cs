using Baton.Probes.Specs;

namespace Baton.Probes.Thresholds;

/// <summary>
/// Turns single results into a standing. Each result counts in its own row and ends the row of the other kind. A row that reaches its
/// threshold decides; until the other row reaches its own, the standing stays as it is, so that one answer out of line changes nothing.
/// It gives no effects: who steps it compares the standing before with the one after.
/// </summary>
public static class ThresholdMachine
{
    /// <summary>The state after one more result.</summary>
    /// <param name="state">The state before.</param>
    /// <param name="isSuccess">The result.</param>
    /// <param name="timing">Gives both thresholds, each at least 1.</param>
    public static ThresholdState Step(ThresholdState state, bool isSuccess, ProbeTiming timing) => isSuccess
        ? Decide(state with { Successes = Next(state.Successes), Failures = 0 }, timing)
        : Decide(state with { Failures = Next(state.Failures), Successes = 0 }, timing);

    private static ThresholdState Decide(ThresholdState counted, ProbeTiming timing)
    {
        if (counted.Successes >= timing.SuccessThreshold) return counted with { Standing = Standing.Passing };
        return counted.Failures >= timing.FailureThreshold ? counted with { Standing = Standing.Failing } : counted;
    }

    private static int Next(int row) => row == int.MaxValue ? row : row + 1;
}
