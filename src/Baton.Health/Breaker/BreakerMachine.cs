namespace Baton.Health.Breaker;

/// <summary>
/// Keeps calls from an endpoint that keeps failing: closed, open for a break, half-open with one trial at a time, then closed after enough
/// successes or open again after one failure. It gives one effect at most, that a call may go; who steps it compares the phase before with the one after.
/// </summary>
public static class BreakerMachine
{
    /// <summary>The state after <paramref name="e"/>, and whether the call that was asked for may go: it then reports with the epoch of that state.</summary>
    public static (BreakerState Next, bool MayGo) Step(BreakerState s, BreakerEvent e, BreakerSettings settings) => (s.Phase, e) switch
    {
        (BreakerPhase.Closed, BreakerEvent.Asked) => (s, true),
        (BreakerPhase.Open, BreakerEvent.Asked x) when x.Now >= s.Until => (Enter(s, BreakerPhase.HalfOpen) with { IsTrying = true }, true),
        (BreakerPhase.HalfOpen, BreakerEvent.Asked) when !s.IsTrying => (s with { IsTrying = true, Epoch = s.Epoch + 1 }, true),

        // What was let go before the last change of phase is late news: it changes nothing.
        (_, BreakerEvent.Succeeded x) when x.Epoch != s.Epoch => (s, false),
        (_, BreakerEvent.Failed x) when x.Epoch != s.Epoch => (s, false),
        (_, BreakerEvent.GivenUp x) when x.Epoch != s.Epoch => (s, false),
        (BreakerPhase.HalfOpen, not (BreakerEvent.IsolateAsked or BreakerEvent.CloseAsked)) when !s.IsTrying => (s, false),

        (BreakerPhase.Closed, BreakerEvent.Succeeded x) => (Count(s, x.Now, isSuccess: true, settings) with { Failures = 0 }, false),
        (BreakerPhase.Closed, BreakerEvent.Failed x) => (AfterFailure(Count(s, x.Now, isSuccess: false, settings), x, settings), false),
        (BreakerPhase.HalfOpen, BreakerEvent.Succeeded) => (AfterTrial(s, settings), false),
        (BreakerPhase.HalfOpen, BreakerEvent.Failed x) => (Open(s, x, settings), false),
        (BreakerPhase.HalfOpen, BreakerEvent.GivenUp) => (s with { IsTrying = false }, false),

        (not BreakerPhase.Isolated, BreakerEvent.IsolateAsked) => (Enter(s, BreakerPhase.Isolated), false),
        (not BreakerPhase.Closed, BreakerEvent.CloseAsked) => (Closed(s), false),
        _ => (s, false), // the pairs that land here are listed in BreakerMachine.approved.txt
    };

    private static BreakerState Count(BreakerState s, TimeSpan now, bool isSuccess, BreakerSettings settings) =>
        settings.Ratio is { } ratio ? s with { Window = s.Window.With(now, isSuccess, ratio) } : s;

    private static BreakerState AfterFailure(BreakerState s, BreakerEvent.Failed e, BreakerSettings settings)
    {
        var failed = s with { Failures = s.Failures == int.MaxValue ? s.Failures : s.Failures + 1 };
        var isEnough = settings.Ratio is { } ratio ? failed.Window.IsReached(ratio) : failed.Failures >= settings.FailureThreshold;
        return isEnough ? Open(failed, e, settings) : failed;
    }

    private static BreakerState AfterTrial(BreakerState s, BreakerSettings settings)
    {
        var successes = s.Successes + 1;
        return successes >= settings.SuccessThreshold ? Closed(s) : s with { Successes = successes, IsTrying = false };
    }

    private static BreakerState Open(BreakerState s, BreakerEvent.Failed e, BreakerSettings settings)
    {
        var opens = s.Opens == int.MaxValue ? s.Opens : s.Opens + 1;
        return Enter(s, BreakerPhase.Open) with { Opens = opens, Until = e.Now + settings.Break.After(opens, e.Random) };
    }

    private static BreakerState Closed(BreakerState s) => BreakerState.New with { Epoch = s.Epoch + 1 };

    private static BreakerState Enter(BreakerState s, BreakerPhase phase) =>
        s with { Phase = phase, Epoch = s.Epoch + 1, Successes = 0, IsTrying = false };
}
