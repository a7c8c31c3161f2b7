using Baton.Health.Monitors;

namespace Baton.Health.Alarms;

/// <summary>
/// Decides when people are told of a monitor. Never twice that it is down without that it is up between, and never that it is up without that it is
/// down before. A raise that was held back is told when the reason for that has ended and a fresh result fails too.
/// </summary>
public static class AlarmMachine
{
    /// <summary>The state after <paramref name="e"/>, and what is to be done.</summary>
    public static (AlarmState Next, IReadOnlyList<AlarmEffect> Effects) Step(AlarmState s, AlarmEvent e, Confirmation confirmation) => e switch
    {
        AlarmEvent.Succeeded => Settle(Counted(s with { Standing = AlarmStanding.Up, Failures = 0, Since = null, Reason = null, Proof = AlarmProof.None }, isSuccess: true), e),
        AlarmEvent.Failed x => Fail(Counted(s, isSuccess: false), x, confirmation),
        AlarmEvent.ResetAsked => Settle(AlarmState.New with { ToldSince = s.ToldSince, IsFlappingTold = s.IsFlappingTold }, e),
        _ => Settle(s, e),
    };

    private static AlarmState Counted(AlarmState s, bool isSuccess)
    {
        var recent = s.Recent.With(isSuccess);
        // What an earlier daemon saw flap is steady when so many results have shown it.
        return s with { Recent = recent, IsFlapping = s.IsFlapping ? recent.Changes > FlapWindow.Steady || recent.Count < FlapWindow.Most : recent.Changes >= FlapWindow.Flapping };
    }

    private static (AlarmState, IReadOnlyList<AlarmEffect>) Fail(AlarmState s, AlarmEvent.Failed e, Confirmation confirmation)
    {
        // Once it is down it stays so until a success, also when the manifest asks for more failures meanwhile.
        var failures = s.Standing == AlarmStanding.Down ? s.Failures : s.Failures + 1;
        var isDown = s.Standing == AlarmStanding.Down || failures > confirmation.Retries;
        var next = s with
        {
            Standing = isDown ? AlarmStanding.Down : AlarmStanding.Confirming,
            Failures = failures,
            Since = s.Since ?? e.At,
            Reason = e.Reason,
            Proof = AlarmProof.None,
        };
        var (settled, effects) = Settle(next, e);
        return isDown ? (settled, effects) : (settled, [.. effects, new AlarmEffect.ProbeAgain(confirmation.Interval)]);
    }

    private static (AlarmState, IReadOnlyList<AlarmEffect>) Settle(AlarmState s, AlarmEvent e)
    {
        if (s.IsFlapping) return s.IsFlappingTold || IsHeldBack(e.Around) ? (s, []) : (s with { IsFlappingTold = true }, [new AlarmEffect.TellFlapping(s.Recent.Changes, s.Recent.Count)]);
        var (next, effects) = s switch
        {
            { Standing: AlarmStanding.Up, ToldSince: { } since } => (s with { ToldSince = null }, [new AlarmEffect.TellUp(e.At > since ? e.At - since : TimeSpan.Zero)]),
            { IsHeldBack: true } => Raise(s, e),
            _ => (s, (IReadOnlyList<AlarmEffect>)[]),
        };
        return s.IsFlappingTold ? (next with { IsFlappingTold = false }, [new AlarmEffect.TellSteady(s.Standing), .. effects]) : (next, effects);
    }

    private static (AlarmState, IReadOnlyList<AlarmEffect>) Raise(AlarmState s, AlarmEvent e) => (s.Proof, e.Around) switch
    {
        (_, var around) when IsHeldBack(around) => (s with { Proof = AlarmProof.Needed }, []),
        // Nobody can show that it still fails: its latest result stands.
        (AlarmProof.Needed, { CannotBeAsked: false }) => (s with { Proof = AlarmProof.Asked }, [new AlarmEffect.ProbeAgain(TimeSpan.Zero)]),
        (AlarmProof.Asked, { CannotBeAsked: false }) => (s, []),
        // Only a failure asks: their own answers lead to the next look, and must not ask again.
        (_, { Parents: ParentStanding.Stale }) => (s, e is AlarmEvent.Failed ? [new AlarmEffect.AskParents()] : []),
        _ => (s with { ToldSince = s.Since, Proof = AlarmProof.None }, [new AlarmEffect.TellDown(s.Since ?? e.At, s.Reason)]),
    };

    private static bool IsHeldBack(AlarmSurroundings around) => around.IsMuted || around.Parents == ParentStanding.Down;
}
