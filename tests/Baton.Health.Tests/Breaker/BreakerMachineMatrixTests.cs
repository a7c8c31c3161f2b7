using System.Globalization;
using System.Text;
using Baton.Health.Breaker;
using Baton.TestKit;

namespace Baton.Health.Tests.Breaker;

/// <summary>
/// Every phase × event, printed and compared with the approved file. To approve a change, look at the difference and copy
/// <c>BreakerMachine.received.txt</c> over <c>BreakerMachine.approved.txt</c>.
/// </summary>
public class BreakerMachineMatrixTests
{
    private static readonly BreakerSettings Settings = new() { FailureThreshold = 3, SuccessThreshold = 2 };
    private static readonly TimeSpan Now = TimeSpan.FromSeconds(1000);

    [Fact]
    public void Every_transition_is_as_approved() => Approved.Check("tests/Baton.Health.Tests/Breaker/BreakerMachine.approved.txt", Matrix());

    private static string Matrix()
    {
        var text = new StringBuilder("opens after 3 failures, closes after 2 successes, break of 60 s; the present is 1000 s, the epoch 7\n\n");
        foreach (var (what, state) in States())
        {
            text.Append(what).Append('\n');
            foreach (var (name, e) in Events())
            {
                var (next, mayGo) = BreakerMachine.Step(state, e, Settings);
                var outcome = next == state ? "nothing changes" : Short(next);
                text.Append(CultureInfo.InvariantCulture, $"  {name} → {outcome}{(mayGo ? ", may go" : "")}\n");
            }

            text.Append('\n');
        }

        return text.ToString();
    }

    private static IEnumerable<(string What, BreakerState State)> States()
    {
        var state = BreakerState.New with { Epoch = 7 };
        yield return ("closed", state);
        yield return ("closed, 2 failed", state with { Failures = 2 });
        yield return ("open, break under way", state with { Phase = BreakerPhase.Open, Failures = 3, Opens = 1, Until = Now + TimeSpan.FromTicks(1) });
        yield return ("open, break over", state with { Phase = BreakerPhase.Open, Failures = 3, Opens = 1, Until = Now });
        var half = state with { Phase = BreakerPhase.HalfOpen, Failures = 3, Opens = 1 };
        yield return ("half-open, waiting", half);
        yield return ("half-open, trying", half with { IsTrying = true });
        yield return ("half-open, 1 succeeded, trying", half with { IsTrying = true, Successes = 1 });
        yield return ("isolated", state with { Phase = BreakerPhase.Isolated, Failures = 3, Opens = 1 });
    }

    private static IEnumerable<(string Name, BreakerEvent Event)> Events()
    {
        yield return ("asked", new BreakerEvent.Asked(Now));
        yield return ("succeeded", new BreakerEvent.Succeeded(7, Now));
        yield return ("succeeded, of an earlier epoch", new BreakerEvent.Succeeded(6, Now));
        yield return ("failed", new BreakerEvent.Failed(7, Now, 0.5));
        yield return ("failed, of an earlier epoch", new BreakerEvent.Failed(6, Now, 0.5));
        yield return ("given up", new BreakerEvent.GivenUp(7));
        yield return ("given up, of an earlier epoch", new BreakerEvent.GivenUp(6));
        yield return ("isolate", new BreakerEvent.IsolateAsked());
        yield return ("close", new BreakerEvent.CloseAsked());
    }

    private static string Short(BreakerState s) => string.Create(CultureInfo.InvariantCulture,
        $"{s.Phase}, epoch {s.Epoch}, failed {s.Failures}, succeeded {s.Successes}, opened {s.Opens}{(s.Phase == BreakerPhase.Open ? $", until {s.Until.TotalSeconds:0} s" : "")}{(s.IsTrying ? ", trying" : "")}");
}
