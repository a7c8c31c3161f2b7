using Baton.Health.Breaker;
using Baton.Probes;

namespace Baton.Health.Monitors;

/// <summary>
/// Counts the results of one monitor and asks its breaker before each probe. What the breaker keeps from going changes no figure. One probe at a
/// time: what falls due meanwhile is left out.
/// </summary>
public static class MonitorMachine
{
    /// <summary>The state after <paramref name="e"/>, and what is to be done.</summary>
    public static (MonitorState Next, IReadOnlyList<MonitorEffect> Effects) Step(MonitorState s, MonitorEvent e, MonitorDefinition definition) => e switch
    {
        MonitorEvent.Began => (s with { GraceUntil = e.Now + definition.Grace }, []),
        MonitorEvent.Due when s.IsProbing => (s with { LastLooked = e.At }, []),
        MonitorEvent.Due => Ask(s with { LastLooked = e.At }, e.Now, definition),
        MonitorEvent.Ended x => AfterProbe(s with { IsProbing = false }, x, definition),
        // As with a probe that is kept away: neither a report nor that there was none changes a figure.
        MonitorEvent.Pushed when s.Breaker.Phase == BreakerPhase.Isolated => (s with { LastLooked = e.At, IsSkipped = true }, []),
        MonitorEvent.Pushed x => Counted(s with { LastLooked = e.At }, x.Result, x.At),
        MonitorEvent.CallAsked => AskForCall(s, e.Now, definition),
        MonitorEvent.CallEnded x => Told(s, ToBreaker(x.Epoch, x.IsSuccess, x.Now, x.Random), definition, isByPerson: false),
        MonitorEvent.IsolateAsked => Told(s, new BreakerEvent.IsolateAsked(), definition, isByPerson: true),
        MonitorEvent.CloseAsked => Told(s, new BreakerEvent.CloseAsked(), definition, isByPerson: true),
        MonitorEvent.ResetAsked => Reset(s, e.At),
        _ => (s, []),
    };

    private static (MonitorState, IReadOnlyList<MonitorEffect>) Ask(MonitorState s, TimeSpan now, MonitorDefinition definition)
    {
        var (breaker, mayGo) = BreakerMachine.Step(s.Breaker, new BreakerEvent.Asked(now), definition.Breaker);
        var next = s with { Breaker = breaker, IsProbing = mayGo, IsSkipped = !mayGo };
        return (next, [.. BreakerNews(s, next, isByPerson: false), .. mayGo ? [new MonitorEffect.Probe(breaker.Epoch)] : Array.Empty<MonitorEffect>()]);
    }

    private static (MonitorState, IReadOnlyList<MonitorEffect>) AskForCall(MonitorState s, TimeSpan now, MonitorDefinition definition)
    {
        var (breaker, mayGo) = BreakerMachine.Step(s.Breaker, new BreakerEvent.Asked(now), definition.Breaker);
        var next = s with { Breaker = breaker };
        return (next, [.. BreakerNews(s, next, isByPerson: false), .. mayGo ? [new MonitorEffect.LetGo(breaker.Epoch)] : Array.Empty<MonitorEffect>()]);
    }

    private static (MonitorState, IReadOnlyList<MonitorEffect>) AfterProbe(MonitorState s, MonitorEvent.Ended e, MonitorDefinition definition)
    {
        if (e.Result is not { } result || IsIgnored(s, result, e.Now))
        {
            var (unchanged, news) = Told(s, new BreakerEvent.GivenUp(e.Epoch), definition, isByPerson: false);
            return (e.Result is null ? unchanged : unchanged with { Last = e.Result, LastCheck = e.At }, news);
        }

        var (counted, effects) = Counted(s, result, e.At);
        var (next, breakerNews) = Told(counted, ToBreaker(e.Epoch, result.IsSuccess, e.Now, e.Random), definition, isByPerson: false);
        return (next, [.. effects, .. breakerNews]);
    }

    private static bool IsIgnored(MonitorState s, ProbeResult result, TimeSpan now) => !result.IsSuccess && now < s.GraceUntil;

    private static (MonitorState Next, IReadOnlyList<MonitorEffect> Effects) Counted(MonitorState s, ProbeResult result, DateTimeOffset at)
    {
        var health = result.IsSuccess ? MonitorHealth.Healthy : MonitorHealth.Unhealthy;
        var next = s with
        {
            Health = health,
            Since = health == s.Health ? s.Since : at,
            Total = s.Total + 1,
            Successful = s.Successful + (result.IsSuccess ? 1 : 0),
            Latest = s.Latest.With(result.IsSuccess),
            ConsecutiveFailures = result.IsSuccess ? 0 : s.ConsecutiveFailures == int.MaxValue ? int.MaxValue : s.ConsecutiveFailures + 1,
            Last = result,
            LastCheck = at,
            IsSkipped = false,
            IsFound = true,
            // It has come up: what fails from now on counts.
            GraceUntil = result.IsSuccess ? TimeSpan.Zero : s.GraceUntil,
        };
        return health == s.Health
            ? (next, [new MonitorEffect.Count(result)])
            : (next, [new MonitorEffect.Count(result), new MonitorEffect.TellHealth(s.Health, health, result.Detail)]);
    }

    private static (MonitorState Next, IReadOnlyList<MonitorEffect> Effects) Told(MonitorState s, BreakerEvent e, MonitorDefinition definition, bool isByPerson)
    {
        var (breaker, _) = BreakerMachine.Step(s.Breaker, e, definition.Breaker);
        var next = s with { Breaker = breaker };
        return (next, [.. BreakerNews(s, next, isByPerson)]);
    }

    // Counts begin anew too; a probe that is under way still belongs to it, and its epoch is no longer that of the breaker.
    private static (MonitorState, IReadOnlyList<MonitorEffect>) Reset(MonitorState s, DateTimeOffset at)
    {
        var next = MonitorState.New with
        {
            Breaker = BreakerState.New with { Epoch = s.Breaker.Epoch + 1 },
            Since = at,
            GraceUntil = s.GraceUntil,
            IsProbing = s.IsProbing,
        };
        IReadOnlyList<MonitorEffect> health = s.Health == MonitorHealth.Unknown ? [] : [new MonitorEffect.TellHealth(s.Health, MonitorHealth.Unknown, null)];
        return (next, [.. BreakerNews(s, next, isByPerson: true), .. health]);
    }

    private static IEnumerable<MonitorEffect> BreakerNews(MonitorState before, MonitorState after, bool isByPerson)
    {
        if (before.Breaker.Phase != after.Breaker.Phase) yield return new MonitorEffect.TellBreaker(before.Breaker.Phase, after.Breaker.Phase, isByPerson);
    }

    private static BreakerEvent ToBreaker(int epoch, bool? isSuccess, TimeSpan now, double random) => isSuccess switch
    {
        true => new BreakerEvent.Succeeded(epoch, now),
        false => new BreakerEvent.Failed(epoch, now, random),
        null => new BreakerEvent.GivenUp(epoch),
    };
}
