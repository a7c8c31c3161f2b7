using System.Globalization;
using System.Text;
using Baton.Probes.Specs;
using Baton.Probes.Thresholds;
using Baton.TestKit;

namespace Baton.Probes.Tests.Thresholds;

/// <summary>
/// Every standing × row × result, printed and compared with the approved file. To approve a change, look at the difference and copy
/// <c>ThresholdMachine.received.txt</c> over <c>ThresholdMachine.approved.txt</c>.
/// </summary>
public class ThresholdMachineMatrixTests
{
    [Fact]
    public void Every_transition_is_as_approved() =>
        Approved.Check("tests/Baton.Probes.Tests/Thresholds/ThresholdMachine.approved.txt", Matrix());

    private static string Matrix()
    {
        var text = new StringBuilder();
        foreach (var (failures, successes) in new[] { (3, 1), (2, 2), (1, 1) })
        {
            var timing = new ProbeTiming { FailureThreshold = failures, SuccessThreshold = successes };
            text.Append(CultureInfo.InvariantCulture, $"failing after {failures}, passing after {successes}\n");
            foreach (var state in States(timing))
            {
                foreach (var isSuccess in new[] { true, false })
                    text.Append(CultureInfo.InvariantCulture, $"  {Short(state)}: {(isSuccess ? "success" : "failure")} → {Short(ThresholdMachine.Step(state, isSuccess, timing))}\n");
            }

            text.Append('\n');
        }

        return text.ToString();
    }

    private static IEnumerable<ThresholdState> States(ProbeTiming timing)
    {
        foreach (var standing in Enum.GetValues<Standing>())
        {
            if (standing == Standing.Unknown) yield return new ThresholdState();
            var mostSuccesses = standing == Standing.Passing ? timing.SuccessThreshold : timing.SuccessThreshold - 1;
            var mostFailures = standing == Standing.Failing ? timing.FailureThreshold : timing.FailureThreshold - 1;
            for (var row = 1; row <= mostSuccesses; row++) yield return new ThresholdState(standing, Successes: row);
            for (var row = 1; row <= mostFailures; row++) yield return new ThresholdState(standing, Failures: row);
        }
    }

    private static string Short(ThresholdState state) =>
        state.Failures > 0 ? $"{state.Standing}, {state.Failures} failed" : $"{state.Standing}, {state.Successes} succeeded";
}
