using System.Globalization;
using System.Text;
using Baton.Health.Alarms;
using Baton.Health.Monitors;
using Baton.TestKit;

namespace Baton.Health.Tests.Alarms;

/// <summary>
/// Every kind of state × event, printed and compared with the approved file. To approve a change, look at the difference and copy
/// <c>AlarmMachine.received.txt</c> over <c>AlarmMachine.approved.txt</c>.
/// </summary>
public class AlarmMachineMatrixTests
{
    private static readonly Confirmation Twice = new() { Retries = 2 };
    private static readonly DateTimeOffset At = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Every_transition_is_as_approved() => Approved.Check("tests/Baton.Health.Tests/Alarms/AlarmMachine.approved.txt", Matrix());

    private static string Matrix()
    {
        var text = new StringBuilder("down after 2 more failures; the present is 12:00:00\n\n");
        foreach (var (what, state) in States())
        {
            text.Append(what).Append('\n');
            foreach (var (name, e) in Events())
            {
                var (next, effects) = AlarmMachine.Step(state, e, Twice);
                var outcome = next == state ? "nothing changes" : Short(next);
                text.Append(CultureInfo.InvariantCulture, $"  {name} → {outcome}{string.Concat(effects.Select(effect => $"; {Short(effect)}"))}\n");
            }

            text.Append('\n');
        }

        return text.ToString();
    }

    private static IEnumerable<(string What, AlarmState State)> States()
    {
        var since = At - TimeSpan.FromSeconds(90);
        var flapping = Enumerable.Range(0, FlapWindow.Most).Aggregate(default(FlapWindow), (window, i) => window.With(i % 2 == 0));
        var nearlySteady = Enumerable.Range(0, FlapWindow.Most).Aggregate(default(FlapWindow), (window, i) => window.With(i is not (0 or 2)));
        var nearlyDown = Enumerable.Range(0, FlapWindow.Most).Aggregate(default(FlapWindow), (window, i) => window.With(i is 0 or 2));
        var down = AlarmState.New with { Standing = AlarmStanding.Down, Failures = 3, Since = since, Reason = "refused" };
        yield return ("new", AlarmState.New);
        yield return ("up", AlarmState.New with { Standing = AlarmStanding.Up });
        yield return ("confirming, 1 failed", AlarmState.New with { Standing = AlarmStanding.Confirming, Failures = 1, Since = since, Reason = "refused" });
        yield return ("confirming, 2 failed", AlarmState.New with { Standing = AlarmStanding.Confirming, Failures = 2, Since = since, Reason = "refused" });
        yield return ("down, waiting for parents", down);
        yield return ("down, held back", down with { Proof = AlarmProof.Needed });
        yield return ("down, asked for proof", down with { Proof = AlarmProof.Asked });
        yield return ("down, told", down with { ToldSince = since });
        yield return ("reset, told", AlarmState.New with { ToldSince = since });
        yield return ("up, flapping, not told", AlarmState.New with { Standing = AlarmStanding.Up, Recent = flapping, IsFlapping = true });
        yield return ("up, flapping, told, told down before", AlarmState.New with { Standing = AlarmStanding.Up, Recent = nearlySteady, IsFlapping = true, IsFlappingTold = true, ToldSince = since });
        yield return ("down, flapping, told", down with { Recent = nearlyDown, IsFlapping = true, IsFlappingTold = true });
    }

    private static IEnumerable<(string Name, AlarmEvent Event)> Events()
    {
        foreach (var (name, around) in Around())
        {
            yield return ("succeeded" + name, new AlarmEvent.Succeeded { At = At, Around = around });
            yield return ("failed" + name, new AlarmEvent.Failed("timeout") { At = At, Around = around });
            yield return ("looked" + name, new AlarmEvent.Looked { At = At, Around = around });
        }

        yield return ("reset", new AlarmEvent.ResetAsked { At = At });
    }

    private static IEnumerable<(string Name, AlarmSurroundings Around)> Around()
    {
        yield return ("", new AlarmSurroundings(ParentStanding.Up, false));
        yield return (", parents stale", new AlarmSurroundings(ParentStanding.Stale, false));
        yield return (", parent down", new AlarmSurroundings(ParentStanding.Down, false));
        yield return (", muted", new AlarmSurroundings(ParentStanding.Up, true));
        yield return (", not to be asked", new AlarmSurroundings(ParentStanding.Up, false, CannotBeAsked: true));
    }

    private static string Short(AlarmState s) => string.Create(CultureInfo.InvariantCulture,
        $"{s.Standing}, failed {s.Failures}{(s.Since is { } since ? $" since {since:HH:mm:ss}" : "")}{(s.ToldSince is { } told ? $", told since {told:HH:mm:ss}" : "")}"
        + $", changes {s.Recent.Changes}/{s.Recent.Count}{(s.IsFlapping ? ", flapping" : "")}{(s.IsFlappingTold ? ", flapping told" : "")}{(s.Proof == AlarmProof.None ? "" : $", proof {s.Proof}")}");

    private static string Short(AlarmEffect effect) => effect switch
    {
        AlarmEffect.TellDown x => string.Create(CultureInfo.InvariantCulture, $"TELL down since {x.Since:HH:mm:ss}: {x.Reason}"),
        AlarmEffect.TellUp x => string.Create(CultureInfo.InvariantCulture, $"TELL up after {x.Lasted.TotalSeconds:0} s"),
        AlarmEffect.TellFlapping x => $"TELL flapping {x.Changes}/{x.Results}",
        AlarmEffect.TellSteady x => $"TELL steady, {x.Standing}",
        AlarmEffect.ProbeAgain x => string.Create(CultureInfo.InvariantCulture, $"probe again in {x.After.TotalSeconds:0} s"),
        _ => "ask the parents",
    };
}
