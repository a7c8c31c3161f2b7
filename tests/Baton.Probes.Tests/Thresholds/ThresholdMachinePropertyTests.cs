using Baton.Probes.Specs;
using Baton.Probes.Thresholds;
using FsCheck;
using FsCheck.Fluent;

namespace Baton.Probes.Tests.Thresholds;

public class ThresholdMachinePropertyTests
{
    [Fact]
    public void The_standing_is_that_of_the_last_row_that_reached_its_threshold()
    {
        // A row of one bit each, and the two thresholds from the first two numbers.
        var walks = Gen.Choose(0, 99).ArrayOf(60).ToArbitrary();
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(2000), Prop.ForAll(walks, Holds));
    }

    [Fact]
    public void A_row_without_end_does_not_overflow()
    {
        var state = new ThresholdState(Standing.Passing, Successes: int.MaxValue);
        Assert.Equal(state, ThresholdMachine.Step(state, true, new ProbeTiming()));
    }

    private static bool Holds(int[] numbers)
    {
        var timing = new ProbeTiming { FailureThreshold = 1 + (numbers[0] % 5), SuccessThreshold = 1 + (numbers[1] % 4) };
        var results = numbers.Skip(2).Select(n => n < 60).ToList();
        var state = new ThresholdState();
        for (var i = 0; i < results.Count; i++)
        {
            state = ThresholdMachine.Step(state, results[i], timing);
            Assert.Equal(Expected(results[..(i + 1)], timing), state);
        }

        return true;
    }

    /// <summary>The same said another way: over the whole history instead of step by step.</summary>
    private static ThresholdState Expected(List<bool> history, ProbeTiming timing)
    {
        var standing = Standing.Unknown;
        for (var end = 1; end <= history.Count; end++)
        {
            if (Row(history, end, true) >= timing.SuccessThreshold) standing = Standing.Passing;
            if (Row(history, end, false) >= timing.FailureThreshold) standing = Standing.Failing;
        }

        return new ThresholdState(standing, Row(history, history.Count, true), Row(history, history.Count, false));
    }

    private static int Row(List<bool> history, int end, bool of) => history.Take(end).Reverse().TakeWhile(result => result == of).Count();
}
